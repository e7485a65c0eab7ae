internal import Base

/// A path of `watch` as it is written: `$HOME`, and the variables that the sensor's inputs have in its
/// script.
struct WatchPattern {
  private enum Part: Equatable {
    case text(String)
    case variable(String)
  }

  struct Problem: Error {
    let text: String
  }

  private let parts: [Part]

  init(_ text: String) throws(Problem) {
    var parts: [Part] = []
    var rest = text[...]
    while let mark = rest.firstIndex(of: "$") {
      if mark > rest.startIndex { parts.append(.text(String(rest[..<mark]))) }
      rest = rest[rest.index(after: mark)...]
      let isBraced = rest.hasPrefix("{")
      if isBraced { rest = rest.dropFirst() }
      let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      rest = rest[name.endIndex...]
      guard VariableName.isValid(String(name)), !isBraced || rest.hasPrefix("}") else {
        throw Problem(text: "'$' in '\(text)' must be followed by a variable's name")
      }
      if isBraced { rest = rest.dropFirst() }
      parts.append(.variable(String(name)))
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  var variables: [String] {
    parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
  }

  /// The path with `values` in it; nil when one of them is empty: then it names nothing.
  func path(_ values: [String: String]) -> String? {
    var path = ""
    for part in parts {
      switch part {
      case .text(let text): path += text
      case .variable(let name):
        guard let value = values[name], !value.isEmpty else { return nil }
        path += value
      }
    }
    return path
  }

  /// Why a manifest with these inputs cannot have the path; nil when it can.
  static func problem(with path: String, inputs: [InputDeclaration]) -> String? {
    let known = inputs.map(\.variable) + ["HOME"]
    if let input = inputs.first(where: { path.contains("{{\($0.name)}}") }) {
      return "'\(path)' names the input \(input.name); write $\(input.variable)"
    }
    do throws(Problem) {
      guard let unknown = try WatchPattern(path).variables.first(where: { !known.contains($0) })
      else { return nil }
      let list = known.map { "$\($0)" }.joined(separator: ", ")
      return "'\(path)' names $\(unknown); there is \(list)"
    } catch {
      return error.text
    }
  }
}
