/// What every call costs before it does anything, against a program that does nothing.
enum StartUp {
  static let count = 300

  static func measure(_ loop: Loop) {
    let commands = [
      Launch(["/bin/true"], loop.environment), loop.launch("version"),
      loop.launch("state", "--json"),
    ]
    for command in commands { for _ in 0..<5 { command.run() } }
    // In turns, so that whatever else the machine does falls on all alike.
    var times = commands.map { _ in [Int]() }
    for _ in 0..<count {
      for (index, command) in commands.enumerated() { times[index].append(command.time()) }
    }
    let medians = times.map { Samples($0).median }
    Table.row("/bin/true, start to exit", "\(Figure.milliseconds(medians[0])) ms")
    report("version, start to exit, against /bin/true", medians[1], medians[0], target: 1.6)
    report("state --json, start to exit, against /bin/true", medians[2], medians[0], target: 2.6)
  }

  private static func report(_ figure: String, _ own: Int, _ base: Int, target: Double) {
    let ratio = Double(own) / Double(base)
    Table.row(
      figure, "\(Figure.decimal(ratio, 2))x (\(Figure.milliseconds(own)) ms)",
      target: "\(Figure.decimal(target, 1))x", met: ratio <= target)
  }
}
