// How many arguments the functions and initialisers of Sources take. `make layers` fails on a
// declaration with more than two arguments without a label, whose calls cannot be read without it,
// and on an initialiser of more than six, unless it makes a plain record.

import Foundation

/// Declarations that are accepted although they are too wide, each with its reason. No others join.
let wideDeclarations: [String: String] = [
  "Base/Shapes/Fields.swift: callAsFunction": "a row of a table: name, member, meaning"
]

/// The functions and initialisers of one file.
struct Declarations {
  static let mostUnlabelled = 2
  static let mostOfInitialiser = 6

  struct Declaration {
    let name: String
    /// The label of each parameter; `_` for none.
    let labels: [String]
    let makesRecord: Bool

    /// What is wrong with it; nil for nothing.
    var problem: String? {
      let unlabelled = labels.count { $0 == "_" }
      if unlabelled > mostUnlabelled {
        return "\(name) takes \(unlabelled) arguments without a label; at most \(mostUnlabelled)"
      }
      if name == "init", !makesRecord, labels.count > mostOfInitialiser {
        return "an initialiser takes \(labels.count) arguments; at most \(mostOfInitialiser)"
      }
      return nil
    }
  }

  private let tokens: [String]
  private(set) var all: [Declaration] = []

  init(_ text: String) {
    tokens = words(of: code(of: text))
    // The types around, with the depth of their braces and whether each can be a plain record.
    var types: [(depth: Int, isOpenStruct: Bool)] = []
    var depth = 0
    for (index, token) in tokens.enumerated() {
      switch token {
      case "{": depth += 1
      case "}":
        depth -= 1
        while let last = types.last, last.depth >= depth { types.removeLast() }
      case "struct", "class", "enum", "protocol", "extension", "actor":
        // `class func`, and `.struct` as a member's name, begin no type.
        guard next(index).first?.isUppercase == true, before(index) != "." else { continue }
        types.append((depth, token == "struct" && !hasPrivateProperty(from: index)))
      case "func":
        read(next(index), from: index + 2, in: types.last?.isOpenStruct ?? false)
      case "init" where ![".", "`"].contains(before(index)):
        read("init", from: index + 1, in: types.last?.isOpenStruct ?? false)
      default: break
      }
    }
  }

  private func next(_ index: Int) -> String { index + 1 < tokens.count ? tokens[index + 1] : "" }
  private func before(_ index: Int) -> String { index > 0 ? tokens[index - 1] : "" }

  private mutating func read(_ name: String, from start: Int, in isOpenStruct: Bool) {
    var at = start
    // `init?`, and generic parameters.
    while at < tokens.count, tokens[at] != "(", !["{", "}", "func"].contains(tokens[at]) { at += 1 }
    guard at < tokens.count, tokens[at] == "(" else { return }
    var depth = 0
    var labels: [String] = []
    var isAtLabel = true
    while at < tokens.count {
      let token = tokens[at]
      if ["(", "[", "<"].contains(token) { depth += 1 }
      if [")", "]"].contains(token) || token == ">" && before(at) != "-" { depth -= 1 }
      if depth == 0 { break }
      if depth == 1 {
        if token == "," {
          isAtLabel = true
        } else if isAtLabel, token != "(", !token.hasPrefix("@") {
          labels.append(token)
          isAtLabel = false
        }
      }
      at += 1
    }
    let makesRecord = name == "init" && isOpenStruct && onlyAssigns(labels.count, from: at + 1)
    all.append(Declaration(name: name, labels: labels, makesRecord: makesRecord))
  }

  /// Whether the body that begins at `start` is one `self.x = x` for each of `count` parameters.
  private func onlyAssigns(_ count: Int, from start: Int) -> Bool {
    guard start < tokens.count, tokens[start] == "{" else { return false }
    var at = start + 1
    var assigned = 0
    while at + 4 < tokens.count, tokens[at] != "}" {
      guard tokens[at] == "self", tokens[at + 1] == ".", tokens[at + 3] == "=",
        tokens[at + 2] == tokens[at + 4]
      else { return false }
      assigned += 1
      at += 5
    }
    return assigned == count
  }

  /// A struct that hides what it holds has collaborators, and is more than a record.
  private func hasPrivateProperty(from start: Int) -> Bool {
    var depth = 0
    for index in start..<tokens.count {
      if tokens[index] == "{" { depth += 1 }
      if tokens[index] == "}" {
        depth -= 1
        if depth == 0 { return false }
      }
      if depth == 1, tokens[index] == "private", ["let", "var"].contains(next(index)) {
        return true
      }
    }
    return false
  }
}

/// What is too wide in the Swift files below `Sources`, one line each.
func wideDeclarations(in folder: String = "Sources") throws -> [String] {
  let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
  var problems: [String] = []
  var unused = Set(wideDeclarations.keys)
  for file in files.sorted() where file.hasSuffix(".swift") {
    let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
    for declaration in Declarations(text).all {
      guard let problem = declaration.problem else { continue }
      let name = "\(file): \(declaration.name)"
      unused.remove(name)
      if wideDeclarations[name] == nil { problems.append("\(folder)/\(file): \(problem)") }
    }
  }
  return problems + unused.sorted().map { "\($0) is accepted as too wide, and is not" }
}
