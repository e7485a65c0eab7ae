internal import Base

/// One simple command of a line: a program and its arguments.
package struct SimpleCommand: Sendable, Equatable {
  /// The program first; empty when the command only assigns or redirects.
  package var words: [ShellWord] = []
  /// `NAME=value` before the program, and words that name no program: a loop's list, the pattern
  /// of a case, the name of a function.
  package var assignments: [ShellWord] = []
  /// Files read by `<`.
  package var inputs: [ShellWord] = []
  /// Files written by `>` and its kin, what only throws output away not counted.
  package var outputs: [ShellWord] = []
  /// Its standard input is the output of the command before it.
  package var isPiped = false

  package init(words: [ShellWord] = []) { self.words = words }

  var isEmpty: Bool {
    words.isEmpty && assignments.isEmpty && inputs.isEmpty && outputs.isEmpty
  }

  /// All words that may hold command lines of their own.
  var allWords: [ShellWord] { words + assignments + inputs + outputs }
}

/// What a command line does, as far as that can be told without running it.
package struct ShellShape: Sendable, Equatable {
  /// Every simple command in the line's order. Complete and exact when `unparsed` is nil;
  /// otherwise a best effort, good enough to refuse by and not to allow by.
  package private(set) var commands: [SimpleCommand] = []
  /// Why the line is not understood; nil when it is, wholly.
  package private(set) var unparsed: String?
  /// Texts given to a command as its input.
  package private(set) var hereDocuments: [String]

  private static let keywords: Set<String> = [
    "if", "then", "elif", "else", "fi", "do", "done", "while", "until", "for", "case", "esac",
    "select", "function", "time", "coproc", "in", "{", "}", "!", "[[", "]]",
  ]
  /// Behind these comes no command before the next separator.
  private static let listKeywords: Set<String> = ["for", "case", "select", "function"]
  /// Assignments that change how output looks and nothing a command does.
  private static let harmlessAssignments: Set<String> = [
    "LANG", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "TZ", "COLUMNS",
    "NO_COLOR",
  ]
  private static let discards: Set<String> = ["/dev/null", "/dev/stdout", "/dev/stderr"]

  package init(_ line: String) {
    let lexed = ShellWords(line)
    unparsed = lexed.doubt
    hereDocuments = lexed.hereDocuments
    var current = SimpleCommand()
    var openParentheses = 0
    for token in lexed.tokens {
      switch token {
      case .word(let word): add(word, to: &current)
      case .redirect(let sign, let target): redirect(sign, to: target, of: &current)
      case .separator(let sign):
        if sign == ";;" { note("a case list") }
        let isFunctionName = sign == "(" && current.words.count == 1
        let isCasePattern = sign == ")" && openParentheses == 0
        if isFunctionName || isCasePattern {
          current.assignments += current.words
          current.words = []
        }
        if sign == "(" { openParentheses += 1 }
        if sign == ")", openParentheses > 0 { openParentheses -= 1 }
        if !current.isEmpty {
          commands.append(current)
          current = SimpleCommand()
          isInList = false
        } else if sign != "\n", sign != "(", sign != ")", unparsed == nil {
          // `| |`, a leading `&&`: no shell accepts it, so its meaning is unknown.
          note("an operator with no command before it")
        }
        if sign == "|" { current.isPiped = true }
        if sign != "|", sign != "\n", sign != "(" { current.isPiped = false }
      }
    }
    if !current.isEmpty { commands.append(current) }
    let last = lexed.tokens.last { $0 != .separator("\n") }
    if let last, ["|", "&&", "||"].map(ShellWords.Token.separator).contains(last) {
      note("an operator with no command behind it")
    }
  }

  /// Set behind a keyword whose words are no command.
  private var isInList = false

  private mutating func note(_ reason: String) { unparsed = unparsed ?? reason }

  private mutating func add(_ word: ShellWord, to command: inout SimpleCommand) {
    guard command.words.isEmpty else {
      command.words.append(word)
      return
    }
    if isInList {
      command.assignments.append(word)
      return
    }
    if Self.keywords.contains(word.text) {
      note("the shell keyword '\(word.text)'")
      isInList = Self.listKeywords.contains(word.text)
      return
    }
    if word.isAssignment, let name = Self.assignedName(word.text) {
      if !Self.harmlessAssignments.contains(name) { note("an assignment to \(name)") }
      command.assignments.append(word)
      return
    }
    if word.hasVariable || word.hasGlob || !word.nested.isEmpty {
      note("a command whose name is computed")
    }
    command.words.append(word)
  }

  private mutating func redirect(
    _ sign: String, to target: ShellWord?, of command: inout SimpleCommand
  ) {
    guard let target else {
      note("a redirection to nowhere")
      return
    }
    switch sign {
    case ">&" where target.text == "1" || target.text == "2": break
    case "<":
      // Some shells fill in the pattern, others do not.
      if target.hasGlob { note("a pattern as an input") }
      command.inputs.append(target)
    case "<<<": note("a here-document")
    case ">&" where Self.isDescriptor(target.text), "<&":
      note("the redirection \(sign)\(Untrusted.word(target.text))")
    case ">", ">>", ">|":
      if Self.discards.contains(target.text) { break }
      command.outputs.append(target)
      note("a redirection to a file")
    default:
      command.outputs.append(target)
      note("the redirection \(sign)")
    }
  }

  private static func isDescriptor(_ text: String) -> Bool {
    text == "-" || text.utf8.isDigitsOnly
  }

  /// The `NAME` of `NAME=value` or `NAME+=value`.
  static func assignedName(_ text: String) -> String? {
    guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    var name = text[..<sign]
    if name.last == "+" { name = name.dropLast() }
    return name.utf8.isVariableName ? String(name) : nil
  }
}
