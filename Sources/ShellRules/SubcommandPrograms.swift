/// Programs whose first words pick what they do.
enum SubcommandPrograms {
  static let names: Set<String> = ["git", "gh"]

  /// The arguments from the subcommand on; nil when an option before it is not known to be
  /// harmless. `git -c` alone can name a program to run.
  static func skippingGlobalOptions(
    of program: String, _ arguments: [ShellWord]
  ) -> [ShellWord]? {
    let flags: Set<String>
    let withArgument: Set<String>
    switch program {
    case "git":
      flags = ["--no-pager", "-P", "--no-optional-locks", "--literal-pathspecs"]
      withArgument = ["-C"]
    case "gh":
      flags = []
      withArgument = ["-R", "--repo"]
    default: return arguments
    }
    var rest = arguments[...]
    while let first = rest.first, first.text.looksLikeOption {
      if flags.contains(first.text) {
        rest = rest.dropFirst()
      } else if withArgument.contains(first.text), rest.count > 1 {
        rest = rest.dropFirst(2)
      } else {
        // `git --version` and the like are rows of the table themselves.
        return rest.count == arguments.count ? Array(rest) : nil
      }
    }
    return Array(rest)
  }

  /// The folders that a program goes into before it does anything: those of `git -C`.
  static func folders(of program: String, _ arguments: [ShellWord]) -> [ShellWord] {
    guard program == "git" else { return [] }
    guard let rest = skippingGlobalOptions(of: program, arguments) else { return [] }
    let options = arguments.prefix(arguments.count - rest.count)
    return zip(options, options.dropFirst()).filter { $0.0.text == "-C" }.map { $0.1 }
  }
}
