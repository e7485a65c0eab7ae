@main enum Main { static func main() { print(1) } }
