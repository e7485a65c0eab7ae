internal import Base
internal import YAML

/// One value of a sensor that its user can set.
struct InputDeclaration: Sendable, Equatable {
  let name: String
  let description: String
  let isRequired: Bool
  let standard: String?
  /// Nil for any value.
  let choices: [String]?
  let pattern: Pattern?

  /// Its environment variable.
  var variable: String { "INPUT_\(name.uppercased())" }

  static func list(_ top: YAMLMapping, _ flaws: ManifestFlaws) -> [InputDeclaration] {
    guard let node = top.node("inputs") else { return [] }
    guard case .mapping(let members) = node.value else {
      flaws.add(
        top.failure(node, "'inputs' must be a mapping of names, such as {repo: {required: true}}"))
      return []
    }
    return members.compactMap { member in
      let name = member.key.text ?? ""
      guard VariableName.isValid(name), name == name.lowercased() else {
        flaws.add(
          top.failure(
            member.key,
            "'\(name)' cannot be the name of an input; use lowercase letters, digits and _"))
        return nil
      }
      let empty = YAMLNode(line: member.key.line, column: member.key.column, value: .mapping([]))
      let part = flaws.mapping(
        member.value.isNull ? empty : member.value, file: top.file, keys: ManifestKeys.input)
      return part.flatMap { part in
        flaws.noting { () throws(YAMLFailure) in try InputDeclaration(name, part) }
      }
    }
  }

  private init(_ name: String, _ part: YAMLMapping) throws(YAMLFailure) {
    self.name = name
    description = try part.string("description") ?? ""
    isRequired = try part.bool("required") ?? false
    standard = try part.string("default")
    choices = try part.strings("enum")
    let text = try part.string("pattern")
    do throws(Pattern.Problem) {
      pattern = try text.map { text throws(Pattern.Problem) in try Pattern(text) }
    } catch {
      throw part.failure("pattern", "'pattern': \(error.description)")
    }
    if choices?.isEmpty == true { throw part.failure("enum", "'enum' allows nothing") }
    if let standard, let problem = problem(with: standard) {
      throw part.failure("default", "'default' \(problem)")
    }
  }

  /// Why the input cannot have this value; nil when it can.
  func problem(with value: String) -> String? {
    if value.utf8.contains(0) { return "has a NUL character" }
    let shown = "'\(Untrusted.quoted(value, bytes: 60))'"
    if let choices, !choices.contains(value) {
      return "is \(shown); it must be one of: \(choices.joined(separator: ", "))"
    }
    if let pattern, !pattern.matches(value) {
      return "is \(shown), which does not fit the pattern \(pattern.text)"
    }
    return nil
  }
}

/// Names of environment variables.
enum VariableName {
  static func isValid(_ name: String) -> Bool {
    name.utf8.count <= 64 && name.utf8.isVariableName
  }

  /// Whether programs rely on the variable, so that no secret may have its name.
  static func isReserved(_ name: String) -> Bool {
    ["PATH", "HOME", "IFS", "ENV", "BASH_ENV", "SHELL", "USER", "LOGNAME", "TMPDIR"].contains(name)
      || name.hasPrefix("LOOOP_") || isLoader(name)
  }

  /// Whether a manifest may not set the variable: looop sets it, or it loads code into every program.
  static func isLooopOwn(_ name: String) -> Bool {
    ["IFS", "ENV", "BASH_ENV"].contains(name) || name.hasPrefix("LOOOP_")
      || name.hasPrefix("INPUT_") || isLoader(name)
  }

  private static func isLoader(_ name: String) -> Bool {
    name.hasPrefix("LD_") || name.hasPrefix("DYLD_")
  }
}
