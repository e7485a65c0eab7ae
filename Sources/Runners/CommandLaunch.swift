internal import Base
internal import Core

/// Finds the program that a line is there to run, behind what only prepares its run.
struct CommandLaunch {
  /// From the program on.
  private(set) var words: [String]
  /// Every word that was looked at, those of inner lines included.
  private(set) var seen: [String]
  /// Whether a program before it looks for it, or the line changes PATH.
  private(set) var isFoundElsewhere = false
  /// What must be there, as far as the line was followed.
  private(set) var reach: CommandReach

  /// As the line itself changes it.
  private var environment: [String: String]
  /// Bounds lines that lead back to themselves, such as a variable with its own name in it.
  private static let mostSteps = 32

  init(_ words: [String], _ environment: [String: String]) {
    self.words = words
    self.environment = environment
    seen = words
    reach = CommandReach(home: environment["HOME"])
  }

  mutating func strip() {
    for _ in 0..<Self.mostSteps { guard step() else { break } }
    reach.start(words)
  }

  /// Whether something was taken away from the front.
  private mutating func step() -> Bool {
    guard let first = words.first else { return false }
    if ["(", "{", "!", ";", "&&"].contains(first) {
      words.removeFirst()
      return true
    }
    if Self.isAssignment(first) {
      assign(first)
      words.removeFirst()
      return true
    }
    if let length = Self.redirection(first) {
      words.removeFirst(min(length, words.count))
      return true
    }
    return stripCommand(CommandWords.name(of: first)) || stripRunner(CommandWords.name(of: first))
      || expand(first)
  }

  // MARK: Commands before it

  /// Commands that set something for the next one.
  private static let settings: Set<String> = [
    "cd", "pushd", "export", "set", "unset", "umask", "ulimit", ".", "source", "trap", "true", ":",
    "mkdir", "test", "[", "sleep", "eval", "alias", "shopt", "hash", "module", "nvm", "echo",
    "printf",
  ]
  /// Programs that only feed the next one of a pipeline.
  private static let feeders: Set<String> = [
    ":", "true", "cat", "echo", "printf", "sed", "envsubst",
  ]

  private mutating func assign(_ word: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    environment[String(parts[0])] = String(parts[1])
    if parts[0] == "PATH" {
      isFoundElsewhere = true
      reach.losePath()
    }
  }

  private mutating func stripCommand(_ name: String) -> Bool {
    guard let end = words.firstIndex(where: Self.operators.contains) else { return false }
    if name == "export" { words[..<end].filter(Self.isAssignment).forEach { assign($0) } }
    switch words[end] {
    case "|" where Self.feeders.contains(name):
      reach.start([words[0]])
      words.removeSubrange(...end)
    case "&&" where Self.settings.contains(name), ";" where Self.settings.contains(name):
      reach.prepare(name, words[1..<end], mustSucceed: words[end] == "&&")
      // Where it is found depends on what that did.
      if name != "umask", name != "ulimit", name != "true", name != ":" { isFoundElsewhere = true }
      words.removeSubrange(...end)
    case "||" where Self.settings.contains(name):
      // What runs when the preparation failed.
      isFoundElsewhere = true
      reach.prepare(name, words[1..<end], mustSucceed: false)
      let rest = words[(end + 1)...]
      guard let next = rest.firstIndex(where: { $0 == ";" || $0 == "&&" }) else { return false }
      words.removeSubrange(...next)
    default: return false
    }
    return true
  }

  private static let operators: Set<String> = ["|", "||", "&&", ";", "&"]

  // MARK: Programs that run it

  private struct Runner {
    var optionsWithArgument: Set<String> = []
    /// Words of its own before the program.
    var operands = 0
    var looksElsewhere = false
  }

  private static let runners: [String: Runner] = [
    "env": Runner(optionsWithArgument: ["-u", "--unset", "-C", "--chdir"]),
    "nice": Runner(optionsWithArgument: ["-n", "--adjustment"]),
    "ionice": Runner(optionsWithArgument: ["-c", "-n", "--class", "--classdata"]),
    "timeout": Runner(
      optionsWithArgument: ["-s", "-k", "--signal", "--kill-after"], operands: 1),
    "gtimeout": Runner(
      optionsWithArgument: ["-s", "-k", "--signal", "--kill-after"], operands: 1),
    "stdbuf": Runner(optionsWithArgument: ["-i", "-o", "-e", "--input", "--output", "--error"]),
    "time": Runner(optionsWithArgument: ["-f", "-o", "--format", "--output"]),
    "exec": Runner(optionsWithArgument: ["-a"]),
    "command": Runner(), "builtin": Runner(), "nohup": Runner(), "setsid": Runner(),
    "unbuffer": Runner(), "caffeinate": Runner(optionsWithArgument: ["-t", "-w"]),
    "chronic": Runner(), "chrt": Runner(operands: 1), "taskset": Runner(operands: 1),
    "sudo": Runner(
      optionsWithArgument: ["-u", "-g", "-h", "-p", "-C", "-D", "--user", "--group"],
      looksElsewhere: true),
    "doas": Runner(optionsWithArgument: ["-u", "-C"], looksElsewhere: true),
    "npx": Runner(optionsWithArgument: ["-p", "--package"], looksElsewhere: true),
    "bunx": Runner(looksElsewhere: true),
  ]
  private static let shells = CommandReach.shells

  private static func changesFolder(_ word: String) -> Bool {
    ["-C", "--chdir", "-D"].contains { word.hasPrefix($0) }
  }

  private mutating func stripRunner(_ name: String) -> Bool {
    if Self.shells.contains(name) { return stripShell() }
    guard let runner = Self.runners[name] else { return false }
    var rest = words.dropFirst()
    while let word = rest.first {
      if Self.isAssignment(word) || word == "--" {
        if Self.isAssignment(word) { assign(word) }
        rest = rest.dropFirst()
      } else if name == "env", word == "-S" || word == "--split-string" || word.hasPrefix("-S") {
        let text = word == "-S" || word == "--split-string" ? rest.dropFirst().first : nil
        let inner = LineWords.split(text ?? String(word.dropFirst(2)))
        rest = ArraySlice(inner + rest.dropFirst(text == nil ? 1 : 2))
        seen += inner
      } else if runner.optionsWithArgument.contains(word) {
        rest = rest.dropFirst(2)
      } else if word.hasPrefix("-"), word != "-" || name == "env" {
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    rest = rest.dropFirst(runner.operands)
    guard !rest.isEmpty else { return false }
    reach.start([words[0]])
    if runner.looksElsewhere { reach.losePath() }
    // `-C` and its kin go into another folder.
    if words.dropLast(rest.count).contains(where: Self.changesFolder) { reach.loseFolder() }
    isFoundElsewhere = isFoundElsewhere || runner.looksElsewhere
    words = Array(rest)
    return true
  }

  /// `sh -c LINE`: the line takes the place of the shell.
  private mutating func stripShell() -> Bool {
    guard
      let flag = words.dropFirst().firstIndex(where: {
        $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("c")
      }), flag + 1 < words.count
    else { return false }
    // A login shell has a PATH of its own.
    reach.start([words[0]])
    if words[...flag].contains(where: { $0.hasPrefix("-") && $0.contains("l") }) {
      isFoundElsewhere = true
      reach.losePath()
    }
    let inner = LineWords.split(words[flag + 1])
    seen += inner
    words = inner
    return !inner.isEmpty
  }

  // MARK: A variable in its place

  /// `$NAME`, `${NAME}` and `${NAME:-other}` as what they stand for, where that is known.
  private mutating func expand(_ word: String) -> Bool {
    guard word.hasPrefix("$") else { return false }
    var name = word.dropFirst()
    var otherwise: Substring?
    if name.hasPrefix("{"), name.hasSuffix("}") {
      name = name.dropFirst().dropLast()
      if let dash = name.firstIndex(of: "-") {
        otherwise = name[name.index(after: dash)...]
        name = name[..<dash]
        if name.hasSuffix(":") { name = name.dropLast() }
      }
    }
    guard name.utf8.isVariableName else { return false }
    let value = environment[String(name)].flatMap { $0.isEmpty ? nil : $0 }
    guard let text = value ?? otherwise.map(String.init), text != word else { return false }
    let inner = LineWords.split(text)
    seen += inner
    words = inner + words.dropFirst()
    return !inner.isEmpty
  }

  // MARK: -

  private static func isAssignment(_ word: String) -> Bool {
    guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return false }
    return word[..<equals].utf8.isVariableName
  }

  /// How many words a redirection takes; nil for another word.
  private static func redirection(_ word: String) -> Int? {
    let rest = word.drop { $0.isNumber }
    guard let first = rest.first, first == "<" || first == ">" else { return nil }
    return rest.drop { "<>&|".contains($0) }.isEmpty ? 2 : 1
  }
}
