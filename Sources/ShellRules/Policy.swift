internal import Base

/// The rules a shell line passes before the loop or a worker may run it.
///
/// Three layers: what destroys a machine or hands it over is refused for good; what is known to
/// only read is allowed; everything else, and everything not understood, asks.
package struct Policy: Sendable {
  private let readOnly: [String: ReadOnlyCommand]

  /// The rules looop brings along.
  package static let builtIn = Policy(readOnly: ReadOnlyCommand.all)

  init(readOnly: [ReadOnlyCommand]) {
    self.readOnly = Dictionary(readOnly.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Rules one line, or one script: its strictest command decides.
  package func rule(shell line: String) -> Ruling { rule(shell: line, from: Places()) }

  private func rule(shell line: String, from start: Places) -> Ruling {
    if line.utf8.contains(0) {
      return .refuse("a NUL is never part of a command: what stands behind it would not run")
    }
    if let danger = Catastrophe.find(in: line) { return .refuse(danger) }
    let shape = ShellShape(line)
    var places = start
    let rulings = shape.commands.map { command in
      let ruling = rule(command, from: places)
      if let folder = Self.entered(by: command) { places.enter(folder) }
      return ruling
    }
    if let reason = shape.unparsed {
      let inner = shape.commands.flatMap(\.allWords).flatMap(\.nested)
        .flatMap { ShellShape($0).commands }.map { rule($0, from: start) }
      let known = Self.objection(among: rulings + inner).map { "\($0); " } ?? ""
      return .ask(known + Self.notUnderstood + reason)
    }
    return Ruling.strictest(rulings) ?? .allow("nothing is run")
  }

  /// What is known against a command of a line that is not understood: a person wants to hear of a
  /// `git push` before a variable.
  private static func objection(among rulings: [Ruling]) -> String? {
    rulings.firstResult { ruling in
      guard case .ask(let rule) = ruling, !doubts.contains(where: rule.hasPrefix) else {
        return nil
      }
      return rule
    }
  }

  private static let notUnderstood = "not understood: "
  private static let unquoted = "without quotes "
  /// How the reasons begin that only say what is not known.
  private static let doubts = [notUnderstood, unquoted]

  /// Rules a program and its arguments, taken as they are: no shell will read them.
  package func rule(arguments: [String]) -> Ruling {
    let words = arguments.map(ShellWord.init)
    if let danger = Catastrophe.find(in: words) { return .refuse(danger) }
    return rule(SimpleCommand(words: words), from: Places())
  }

  /// The strictest ruling of all lines; allowed when there is none.
  package func rule(lines: [String]) -> Ruling { rule(lines: lines, from: Places()) }

  private func rule(lines: [String], from places: Places) -> Ruling {
    Ruling.strictest(lines.map { rule(shell: $0, from: places) }) ?? .allow("nothing is run")
  }

  /// Rules a move by all that it reaches.
  package func rule(_ reach: ShellReach) -> Ruling {
    let lines = rule(lines: reach.lines, from: Places(of: reach))
    let folder = reach.lines.isEmpty ? nil : reach.folder.map(ShellWord.init)
    let secret = folder.flatMap { SecretPaths.secret(inFolder: $0, from: Places()) }
    let reasons = [reach.reasonToAsk, secret.map { "it runs where secrets may be (\($0))" }]
      .compactMap(\.self)
    return reasons.isEmpty ? lines : max(lines, .ask(reasons.joined(separator: "; ")))
  }

  // MARK: -

  /// The folder that the line is in behind a `cd`.
  private static func entered(by command: SimpleCommand) -> ShellWord? {
    let words = unwrapped(command.words)
    guard words.first?.text == "cd" else { return nil }
    let folder = words.dropFirst().first { !$0.text.looksLikeOption } ?? ShellWord("~")
    // Back to where it was before.
    return folder.text == "-" ? nil : folder
  }

  private func rule(_ command: SimpleCommand, from start: Places) -> Ruling {
    let words = Self.unwrapped(command.words)
    guard let program = words.first else {
      return .ask("\(Self.notUnderstood)a line that runs nothing")
    }
    let variable = (command.words + command.inputs).firstResult(\.bareVariable).map {
      Ruling.ask("\(Self.unquoted)\($0) may become several words, options too")
    }
    if let variable, program.bareVariable != nil {
      return variable
    }
    guard let name = Self.name(of: program.text) else {
      return .ask("'\(Untrusted.word(program.text))' is not a program of the system")
    }
    guard let (found, arguments) = lookUp(name, Array(words.dropFirst())) else {
      return .ask("no rule allows '\(Self.shown(name, words))'")
    }
    if let variable { return variable }
    var places = start
    for folder in SubcommandPrograms.folders(of: name, Array(words.dropFirst())) {
      if folder.hasGlob {
        return .ask("what '\(Untrusted.word(folder.text))' matches may be more than a folder")
      }
      if let secret = SecretPaths.secret(inFolder: folder, from: places) {
        return .ask("'\(found.name)' is allowed, but it may show a secret (\(secret))")
      }
      places.enter(folder)
    }
    if places.isLost { return .ask("it goes into too many folders to tell what it reads") }
    if let problem = found.problem(arguments, inputs: command.inputs, from: places) {
      return .ask("'\(found.name)' is allowed, but \(problem)")
    }
    return .allow("'\(found.name)' only reads")
  }

  /// The row of a program, or of its longest subcommand that has one.
  private func lookUp(
    _ name: String, _ arguments: [ShellWord]
  ) -> (ReadOnlyCommand, [ShellWord])? {
    guard let rest = SubcommandPrograms.skippingGlobalOptions(of: name, arguments) else {
      return nil
    }
    for depth in stride(from: min(2, rest.count), through: 0, by: -1) {
      let key = ([name] + rest.prefix(depth).map(\.text)).joined(separator: " ")
      if let found = readOnly[key] { return (found, Array(rest.dropFirst(depth))) }
    }
    return nil
  }

  /// The program's own name: bare, or at one of the places only an administrator writes to.
  private static func name(of program: String) -> String? {
    guard let slash = program.lastIndex(of: "/") else { return program }
    let folders: Set<Substring> = [
      "/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin", "/opt/homebrew/bin",
    ]
    guard folders.contains(program[..<slash]) else { return nil }
    return String(program[program.index(after: slash)...])
  }

  /// Without the programs in front that only run another program. Only their plainest forms: an
  /// option misread here would take an argument for the program.
  private static func unwrapped(_ words: [ShellWord]) -> [ShellWord] {
    var words = words[...]
    for _ in 0..<4 {
      let arguments = words.dropFirst().map(\.text)
      switch words.first?.text {
      case "timeout":
        guard let limit = arguments.first, isDuration(limit) else { return Array(words) }
        words = words.dropFirst(2)
      case "nice":
        if arguments.first == "-n", arguments.count > 1, Int(arguments[1]) != nil {
          words = words.dropFirst(3)
        } else if arguments.first?.looksLikeOption == false {
          words = words.dropFirst()
        } else {
          return Array(words)
        }
      case "command":
        guard arguments.first?.looksLikeOption == false else { return Array(words) }
        words = words.dropFirst()
      default: return Array(words)
      }
    }
    return Array(words)
  }

  private static func isDuration(_ text: String) -> Bool {
    let digits = "smhd".contains(text.last ?? "-") ? text.dropLast() : text[...]
    return !digits.isEmpty && digits.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
  }

  private static func shown(_ name: String, _ words: [ShellWord]) -> String {
    let arguments = Array(words.dropFirst())
    guard SubcommandPrograms.names.contains(name),
      let subcommand = SubcommandPrograms.skippingGlobalOptions(of: name, arguments)?.first
        ?? arguments.first
    else { return Untrusted.word(name) }
    return Untrusted.word("\(name) \(subcommand.text)")
  }
}
