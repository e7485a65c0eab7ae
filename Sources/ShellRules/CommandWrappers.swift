/// Programs that run a program given as their arguments. Used to find what must be refused, so
/// it reads generously: what it takes for the inner command need not be one.
enum CommandWrappers {
  private struct Wrapper {
    var optionsWithArgument: Set<String> = []
    /// Words of its own before the inner command.
    var operands = 0
  }

  private static let wrappers: [String: Wrapper] = [
    "env": Wrapper(optionsWithArgument: ["-u", "--unset", "-C", "--chdir"]),
    "nohup": Wrapper(), "setsid": Wrapper(), "builtin": Wrapper(), "command": Wrapper(),
    "busybox": Wrapper(), "toybox": Wrapper(), "unbuffer": Wrapper(), "caffeinate": Wrapper(),
    "exec": Wrapper(optionsWithArgument: ["-a"]),
    "time": Wrapper(optionsWithArgument: ["-f", "-o", "--format", "--output"]),
    "nice": Wrapper(optionsWithArgument: ["-n", "--adjustment"]),
    "ionice": Wrapper(optionsWithArgument: ["-c", "-n", "--class", "--classdata"]),
    "timeout": Wrapper(optionsWithArgument: ["-s", "-k", "--signal", "--kill-after"], operands: 1),
    "stdbuf": Wrapper(optionsWithArgument: ["-i", "-o", "-e", "--input", "--output", "--error"]),
    "xargs": Wrapper(
      optionsWithArgument: [
        "-I", "-n", "-P", "-L", "-s", "-d", "-E", "-a", "--replace", "--max-args", "--max-procs",
        "--max-lines", "--max-chars", "--delimiter", "--arg-file",
      ]),
    "watch": Wrapper(optionsWithArgument: ["-n", "--interval"]),
    "strace": Wrapper(optionsWithArgument: ["-e", "-o", "-p", "-s", "-u"]),
    "taskset": Wrapper(operands: 1), "chrt": Wrapper(operands: 1), "chroot": Wrapper(operands: 1),
    "flock": Wrapper(optionsWithArgument: ["-w", "-E", "--timeout"], operands: 1),
    "unshare": Wrapper(), "systemd-run": Wrapper(), "parallel": Wrapper(),
  ]
  static let shells: Set<String> = ["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish"]
  private static let maximumDepth = 10

  /// What remains when every wrapper in front is taken away.
  static func innermost(_ words: [ShellWord]) -> [ShellWord] {
    var words = words
    for _ in 0..<maximumDepth {
      guard let first = words.first, let wrapper = wrappers[name(first)] else { break }
      var rest = words.dropFirst()
      while let word = rest.first {
        if word.looksLikeAssignment || word.text == "--" {
          rest = rest.dropFirst()
        } else if wrapper.optionsWithArgument.contains(word.text) {
          rest = rest.dropFirst(2)
        } else if word.text.looksLikeOption {
          rest = rest.dropFirst()
        } else {
          break
        }
      }
      words = Array(rest.dropFirst(wrapper.operands))
    }
    return words
  }

  /// The program's name without its folder.
  static func name(_ word: ShellWord) -> String { word.text.splitBytes("/").last ?? word.text }

  /// The command lines that `words` hands to a shell as text: `sh -c …`, `eval …`, `env -S …`.
  static func lines(_ words: [ShellWord]) -> [String] {
    let inner = innermost(words)
    var lines: [String] = []
    if let first = inner.first {
      let arguments = inner.dropFirst().map(\.text)
      if name(first) == "eval" { lines.append(arguments.joined(separator: " ")) }
      if shells.contains(name(first)), let line = commandString(arguments) { lines.append(line) }
    }
    if let wrapper = words.first.map(name), wrapper == "env" || wrapper == "flock",
      let flag = words.firstIndex(where: { $0.text == "-S" || $0.text == "-c" })
    {
      lines.append(words[(flag + 1)...].map(\.text).joined(separator: " "))
    }
    return lines
  }

  /// The commands `find` runs for what it finds.
  static func found(_ words: [ShellWord]) -> [[ShellWord]] {
    guard let first = words.first, name(first) == "find" else { return [] }
    var commands: [[ShellWord]] = []
    var rest = words[...]
    let starts: Set<String> = ["-exec", "-execdir", "-ok", "-okdir"]
    // One within another is found when that other is looked at.
    while let start = rest.firstIndex(where: { starts.contains($0.text) }) {
      let command = rest[(start + 1)...].prefix { $0.text != ";" && $0.text != "+" }
      commands.append(Array(command))
      rest = rest[command.endIndex...]
    }
    return commands
  }

  /// The text behind a shell's `-c`, which may be part of a cluster.
  private static func commandString(_ arguments: [String]) -> String? {
    var hasFlag = false
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word.looksLikeOption || word.startsWithBytes("+") else { return hasFlag ? word : nil }
      if word.startsWithBytes("--") {
        if word == "--rcfile" || word == "--init-file" { rest = rest.dropFirst() }
        continue
      }
      if word.utf8.contains(UInt8(ascii: "c")) { hasFlag = true }
      if word.utf8.last == UInt8(ascii: "o") || word.utf8.last == UInt8(ascii: "O") {
        rest = rest.dropFirst()
      }
    }
    return nil
  }
}

extension ShellWord {
  var looksLikeAssignment: Bool { ShellShape.assignedName(text) != nil }
}
