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

  /// The first use of each program that is well known, and not a part of every system.
  var programs: [KnownProgram.Use] {
    var found: [KnownProgram.Use] = []
    for command in commands {
      guard let use = KnownProgram.use(in: command.words.map(\.text)),
        !found.contains(where: { $0.shown == use.shown }), !defines(use.program)
      else { continue }
      // The shape has no places, so the text is searched.
      for (index, line) in lines.enumerated() {
        guard let column = Self.column(of: use.program, in: line) else { continue }
        found.append(use.at(line: index + 1, column: column))
        break
      }
    }
    return found
  }

  /// The programs that it can do without: it asks first whether they are there.
  var optionalPrograms: Set<String> {
    Set(
      commands.flatMap { command in
        let words = command.words.map(\.text)
        let asks =
          ["type", "which", "hash"].contains(words.first)
          || (words.first == "command" && words.dropFirst().first?.lowercased() == "-v")
        return asks ? words.dropFirst() : []
      })
  }

  /// Whether the name is a function of its own.
  private func defines(_ name: String) -> Bool {
    lines.contains { line in
      line.drop { $0 == " " }.hasPrefix("\(name)()") || line.hasPrefix("\(name) ()")
    }
  }

  private static func shapes(of text: String) -> [ShellShape] {
    let shape = ShellShape(text)
    let inner = shape.commands.flatMap { $0.words + $0.assignments + $0.inputs + $0.outputs }
      .flatMap(\.nested)
    let handed = shape.commands.compactMap { KnownProgram.line(in: $0.words.map(\.text)) }
    return [shape] + (inner + handed).flatMap { shapes(of: $0) }
  }

  private static func isErrexit(_ word: String) -> Bool {
    word.hasPrefix("-") && !word.hasPrefix("--") && word.contains("e")
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
