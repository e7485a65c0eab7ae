internal import ShellRules

/// What the text of a shell script shows.
struct ShellScript {
  struct Use: Equatable {
    let name: String
    let line, column: Int
  }

  /// The lines without their comments.
  private let lines: [String]
  private let shapes: [ShellShape]
  private let head: ScriptHead

  /// Nil when another interpreter than a shell runs it.
  init?(_ script: [UInt8]) {
    head = ScriptHead(script)
    if let interpreter = head.interpreter, !Interpreter.line(for: interpreter).isEmpty {
      return nil
    }
    let text = String(decoding: script, as: UTF8.self)
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { Self.withoutComment($0) }
    shapes = Self.shapes(of: text)
  }

  // MARK: Programs

  private var commands: [SimpleCommand] { shapes.flatMap(\.commands) }

  /// Whether it has several commands, so that the first could fail unnoticed.
  var isLong: Bool { (shapes.first?.commands.count { !$0.isPiped } ?? 0) > 1 }

  /// Whether it ends at the first command that fails.
  var endsAtFailure: Bool {
    let option = head.interpreter?.split(separator: " ").dropFirst().first.map(String.init)
    return option.map(Self.isErrexit) == true
      || commands.contains { command in
        let words = command.words.map(\.text)
        return words.first == "set"
          && (words.contains("errexit") || words.dropFirst().contains(where: Self.isErrexit))
      }
  }

  /// The first program that talks to other machines.
  var networkProgram: Use? {
    for command in commands {
      let words = Self.unwrapped(command.words.map(\.text))
      guard let program = words.first, let name = Self.networked(program, words.dropFirst()) else {
        continue
      }
      // The shape has no places, so the text is searched.
      for (index, line) in lines.enumerated() {
        if let column = Self.column(of: program, in: line) {
          return Use(name: name, line: index + 1, column: column)
        }
      }
    }
    return nil
  }

  private static func shapes(of text: String) -> [ShellShape] {
    let shape = ShellShape(text)
    let inner = shape.commands.flatMap { $0.words + $0.assignments + $0.inputs + $0.outputs }
      .flatMap(\.nested)
    return [shape] + inner.flatMap { shapes(of: $0) }
  }

  private static func isErrexit(_ word: String) -> Bool {
    word.hasPrefix("-") && !word.hasPrefix("--") && word.contains("e")
  }

  /// The words without the programs that only run another.
  private static func unwrapped(_ words: [String]) -> [String] {
    var words = words[...]
    while let first = words.first, ["exec", "command", "env", "nice", "timeout"].contains(first) {
      // This only asks whether the program exists.
      if first == "command", ["-v", "-V"].contains(words.dropFirst().first) { return [] }
      words = words.dropFirst().drop { word in
        word.hasPrefix("-") || word.contains("=") || word.first?.isNumber == true
      }
    }
    return Array(words)
  }

  private static func networked(_ program: String, _ rest: ArraySlice<String>) -> String? {
    if ["curl", "wget", "gh", "ssh"].contains(program) { return program }
    guard program == "git" else { return nil }
    var rest = rest
    while let option = rest.first, option.hasPrefix("-") {
      // These two are followed by a value.
      rest = rest.dropFirst(option == "-C" || option == "-c" ? 2 : 1)
    }
    guard let verb = rest.first, ["fetch", "pull", "clone", "ls-remote"].contains(verb) else {
      return nil
    }
    return "git \(verb)"
  }

  // MARK: Variables

  /// The first use of each variable that the script does not set itself.
  var variables: [Use] {
    var found: [Use] = []
    for (index, line) in lines.enumerated() {
      for (name, column) in Self.variables(in: line)
      where !found.contains(where: { $0.name == name }) {
        found.append(Use(name: name, line: index + 1, column: column))
      }
    }
    return found.filter { use in !lines.contains { Self.sets(use.name, in: $0) } }
  }

  private static func variables(in line: String) -> [(name: String, column: Int)] {
    var found: [(String, Int)] = []
    let characters = Array(line)
    for at in characters.indices where characters[at] == "$" {
      if at > 0, characters[at - 1] == "\\" { continue }
      let isBraced = at + 1 < characters.count && characters[at + 1] == "{"
      let name = String(characters[(at + (isBraced ? 2 : 1))...].prefix(while: isName))
      if VariableName.isValid(name) { found.append((name, at + 1)) }
    }
    return found
  }

  private static func sets(_ name: String, in line: String) -> Bool {
    let words = line.split { " \t;&|(".contains($0) }
    if words.contains(where: { $0.hasPrefix("\(name)=") }) { return true }
    // `for NAME in …` and `read -r NAME`.
    guard let reader = words.firstIndex(where: { $0 == "for" || $0 == "read" }) else {
      return false
    }
    return words[reader...].contains { $0 == name }
  }

  // MARK: -

  /// A `#` within a word starts no comment; one in quotes at worst hides the rest of the line.
  private static func withoutComment(_ line: Substring) -> String {
    var last: Character = " "
    return String(
      line.prefix { character in
        defer { last = character }
        return character != "#" || (last != " " && last != "\t")
      })
  }

  private static func column(of word: String, in line: String) -> Int? {
    for range in line.ranges(of: word) {
      let isStart = range.lowerBound == line.startIndex
      let before = isStart ? nil : line[line.index(before: range.lowerBound)]
      let after = range.upperBound == line.endIndex ? nil : line[range.upperBound]
      let isWord = ![before, after].contains { $0.map { isName($0) || $0 == "-" } == true }
      if isWord { return line.distance(from: line.startIndex, to: range.lowerBound) + 1 }
    }
    return nil
  }

  private static func isName(_ character: Character) -> Bool {
    character == "_" || (character.isASCII && (character.isLetter || character.isNumber))
  }
}
