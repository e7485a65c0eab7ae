internal import Base

/// The fields of one candidate, checked against the table: each has its type, none is unknown,
/// none that must be there is missing. A reason that is missing is filled in.
struct MoveFields {
  /// More would drown the one the next prompt has to act on.
  private static let maximumProblems = 4

  private let action: MoveSchema.Action
  private var texts: [String: String] = [:]
  private var lists: [String: [String]] = [:]
  private var identifiers: [String: Identifier] = [:]
  private var integers: [String: Int] = [:]

  init(_ object: JSONObject, _ action: MoveSchema.Action) throws(Problem) {
    self.action = action
    var problems = Self.unknown(object, action)
    for field in action.allFields {
      // Some agents write every field of the schema, with null for those they leave out.
      let value = object[field.name] ?? .null
      if value == .null || isLeftBlank(value, field) {
        if let substitute = field.substitute {
          texts[field.name] = substitute
        } else if field.isRequired {
          problems.append("\(action.name.rawValue) needs the field \"\(field.name)\"")
        }
      } else if let problem = store(value, in: field) {
        problems.append("\(action.name.rawValue).\(field.name) \(problem)")
      }
    }
    guard problems.isEmpty else {
      let rest = problems.count - Self.maximumProblems
      let shown = problems.prefix(Self.maximumProblems).joined(separator: "; ")
      throw Problem(shown + (rest > 0 ? "; and \(rest) more" : ""))
    }
  }

  func text(_ name: String) -> String? { texts[name] }
  func list(_ name: String) -> [String] { lists[name] ?? [] }
  func identifier(_ name: String) -> Identifier? { identifiers[name] }
  func integer(_ name: String) -> Int? { integers[name] }

  func required(_ name: String) throws(Problem) -> String {
    guard let text = texts[name] else { throw missing(name) }
    return text
  }

  func requiredIdentifier(_ name: String) throws(Problem) -> Identifier {
    guard let identifier = identifiers[name] else { throw missing(name) }
    return identifier
  }

  private func missing(_ name: String) -> Problem {
    Problem("\(action.name.rawValue) needs the field \"\(name)\"")
  }

  /// A program's argument, a file's text and a terminal's line end at it: less would run than was read.
  private static let nulProblem = "must not hold a NUL character"

  private static func unknown(_ object: JSONObject, _ action: MoveSchema.Action) -> [String] {
    let known = action.allFields.map(\.name)
    // Held to a flat schema an agent writes every action's fields, with null for those of the others.
    let others = MoveSchema.actions.flatMap(\.fields).map(\.name)
    let unknown = object.members.filter { member in
      member.key != "action" && !known.contains(member.key)
        && !(member.value == .null && others.contains(member.key))
    }
    return unknown.map(\.key).map { key in
      let nearest = Nearest.match(key, in: known).map { "; did you mean \"\($0)\"?" } ?? ";"
      return "\(action.name.rawValue) has no field \(shown(key))\(nearest)"
        + " its fields are \(list(known))"
    }
  }

  /// Stores the value, or says what is wrong with it, as the end of a sentence.
  private mutating func store(_ value: JSONValue, in field: MoveSchema.Field) -> String? {
    switch field.type {
    case .string:
      guard let text = value.string else { return "must be a string, not \(value.kind)" }
      if isBlank(text) { return "must not be empty" }
      if text.utf8.contains(0) { return Self.nulProblem }
      texts[field.name] = text
    case .stringList:
      guard let elements = value.array else {
        return "must be an array of strings, not \(value.kind)"
      }
      let strings = elements.compactMap(\.string)
      guard strings.count == elements.count, !strings.contains(where: isBlank) else {
        return "must be an array of strings that are not empty"
      }
      if strings.contains(where: { $0.utf8.contains(0) }) { return Self.nulProblem }
      lists[field.name] = strings
    case .identifier(let thing, let isReservedAllowed):
      guard let text = value.string else { return "must be a string, not \(value.kind)" }
      do throws(LooopError) {
        identifiers[field.name] =
          isReservedAllowed ? try Identifier(text, thing) : try .unreserved(text, thing)
      } catch {
        return "is not allowed: \(error.message) \(error.hint ?? "")"
      }
    case .integer(let range):
      guard let number = Self.number(value), number.isFinite else {
        return "must be a number of seconds, not \(value.kind)"
      }
      // Clamped first: a whole number may be larger than any that fits.
      let clamped = min(max(number, Double(range.lowerBound)), Double(range.upperBound))
      integers[field.name] = Int(clamped.rounded())
    }
    return nil
  }

  /// Whether the value is blank where none need be: so some agents leave a field out.
  private func isLeftBlank(_ value: JSONValue, _ field: MoveSchema.Field) -> Bool {
    (field.substitute != nil || !field.isRequired) && value.string.map(isBlank) == true
  }

  /// A number, also one in quotes.
  private static func number(_ value: JSONValue) -> Double? {
    guard let text = value.string else { return value.double }
    do { return try JSONParser.parse(text).double } catch { return nil }
  }

  private func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }

  static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

  /// A word of the agent's, short and on one line, in quotes.
  static func shown(_ word: String) -> String { "\"\(Untrusted.word(word))\"" }
}
