internal import Base
internal import Core

/// Collects what a line needs before its agent runs: the programs, scripts and folders that it names in
/// so many words. What only the shell could say is left out.
struct CommandReach {
  private(set) var needs: [CommandNeed] = []

  private let home: String?
  /// False once the line changes where programs are looked for.
  private var isPathKnown = true
  /// Where the line went, as far as it says so.
  private var folder: String?
  /// False once it went where only the shell knows.
  private var isFolderKnown = true

  init(home: String?) { self.home = home }

  mutating func losePath() { isPathKnown = false }
  mutating func loseFolder() { isFolderKnown = false }

  /// A command that prepares the next one, which runs only if this one succeeds when it must.
  mutating func prepare(_ name: String, _ arguments: ArraySlice<String>, mustSucceed: Bool) {
    let operand = arguments.count == 1 ? arguments.first : nil
    switch name {
    case "cd", "pushd": enter(operand, mustSucceed: mustSucceed)
    case ".", "source":
      if mustSucceed, let operand, operand.contains("/"), let file = path(operand) {
        add(.script(file))
      }
      losePath()
    case "eval", "module", "nvm", "shopt", "alias", "hash", "unset", "set", "trap", "export":
      // An export of PATH was seen as an assignment.
      if name != "export", name != "set", name != "trap" { losePath() }
    default: break
    }
  }

  private mutating func enter(_ operand: String?, mustSucceed: Bool) {
    guard mustSucceed, let operand, operand != "-", let target = path(operand) else {
      return loseFolder()
    }
    add(.folder(target))
    folder = target
  }

  /// A program, and the script that it is given where it is an interpreter.
  mutating func start(_ words: [String]) {
    guard let first = words.first else { return }
    if first.contains("/") {
      if let file = path(first) { add(.program(file)) }
    } else if isPathKnown {
      add(.program(first))
    }
    if let script = Self.script(words), let file = path(script) { add(.script(file)) }
  }

  private mutating func add(_ need: CommandNeed) {
    if !needs.contains(need) { needs.append(need) }
  }

  /// A word that stands for a path; nil where it depends on what is not known.
  private func path(_ word: String) -> String? {
    if word.hasPrefix("/") { return word }
    for prefix in ["~/", "$HOME/", "${HOME}/"] where word.hasPrefix(prefix) {
      return home.map { "\($0)/\(word.dropFirst(prefix.count))" }
    }
    guard isFolderKnown else { return nil }
    return folder.map { "\($0)/\(word)" } ?? word
  }

  // MARK: Interpreters

  static let shells: Set<String> = ["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh"]
  /// The options of an interpreter that leave the next word to be its script; behind any other it is not
  /// known which word that is.
  private static let plainOptions: [String: Set<String>] = [
    "sh": ["-e", "-u", "-x", "-eu", "-ex", "-eux", "-f", "-p", "--posix", "--norc", "--noprofile"],
    "python": ["-u", "-B", "-I", "-E", "-s", "-S", "-O"],
    "node": [], "ruby": ["-w"], "perl": ["-w", "-T"],
  ]

  /// The file that an interpreter runs; nil for another program, and for a line of its own such as
  /// `python3 -c LINE`.
  static func script(_ words: [String]) -> String? {
    guard let first = words.first else { return nil }
    let name = CommandWords.name(of: first)
    let kind =
      shells.contains(name) ? "sh" : String(name.prefix { !$0.isNumber && $0 != "." })
    guard let plain = plainOptions[kind] else { return nil }
    let script = words.dropFirst().first { !plain.contains($0) }
    guard let script, !script.hasPrefix("-"), !script.hasPrefix("+"),
      !script.contains(where: { "<>|&;".contains($0) })
    else { return nil }
    return script
  }
}
