// Who uses whom in Sources, by the names of the types each file declares. Fails on a circle
// between folders or files of Core, on a use against the declared order, on a stale graph in
// docs/architecture.md or a stale picture of it, and on a signature that is too wide
// (arguments.swift). `make layers` runs it; `--write` refreshes graph and picture.

import Foundation

// MARK: - The declared order (docs/decisions/0010-layer-order.md)

/// Lowest first. Those on one line never use each other.
let moduleOrder = [
  ["CSys", "CYAML", "Screen"], ["Base", "YAML"], ["ShellRules"], ["Core"],
  ["Runners", "Sensors"], ["looop"],
]

let baseOrder = [["Values"], ["JSON"], ["Shapes", "Secrets"], ["Files"], ["Processes"]]

let coreOrder = [
  ["Money", "Decision"], ["Settings", "State"], ["Ports"], ["Sensing", "Mailbox"],
  ["Parking", "Budget"],
  ["Workers", "Gate"], ["Loop"], ["World"], ["Prompt"], ["Act"], ["Beat"], ["Replay", "Recap"],
]

let sensorOrder = [
  ["Pattern", "Secrets"], ["Schema"], ["Manifest"], ["Script"], ["Lint"], ["Catalog"], ["Bench"],
]

let executableOrder = [["Wiring"], ["Render", "Terminal"], ["Verbs"], ["looop"]]

/// Circles and upward uses that are accepted, each with its reason. Kept empty.
let exemptions: [(user: String, used: String, reason: String)] = []

let document = "docs/architecture.md"
let pictureFile = "docs/pictures/modules.svg"
let beginMark = "<!-- layers: begin -->"
let endMark = "<!-- layers: end -->"

// MARK: - Reading a file

struct SourceFile {
  /// Below `Sources`.
  let path: String
  let module: String
  /// The folder within the module; empty at its top.
  let folder: String
  var imports: Set<String> = []
  var declared: Set<String> = []
  /// Names that mean something of this file's own: nested and private types.
  var own: Set<String> = []
  /// The names of types in the code.
  var named: Set<String> = []

  init(path: String, text: String) {
    self.path = path
    let parts = path.split(separator: "/").map(String.init)
    module = parts[0]
    folder = parts.count > 2 ? parts[1] : ""
    read(words(of: code(of: text)))
  }

  private mutating func read(_ tokens: [String]) {
    let keywords: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    var depth = 0
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[index + 1] : ""
      let former = index > 0 ? tokens[index - 1] : ""
      switch token {
      case "{": depth += 1
      case "}": depth -= 1
      case "import": imports.insert(next)
      case _ where keywords.contains(token) && next.first?.isUppercase == true:
        let modifiers = tokens[..<index].reversed().prefix {
          ["private", "fileprivate", "final", "indirect", "package"].contains($0)
        }
        if depth > 0 || modifiers.contains("private") || modifiers.contains("fileprivate") {
          own.insert(next)
        } else {
          declared.insert(next)
        }
      // After a dot it is a member of something that was named before.
      case _ where token.first?.isUppercase == true && former != ".": named.insert(token)
      default: break
      }
    }
  }
}

/// `text` without comments and string literals; what is interpolated into a literal stays.
func code(of text: String) -> [Character] {
  let input = Array(text)
  var output: [Character] = []
  var at = 0

  func matches(_ word: String) -> Bool { input[at...].starts(with: word) }

  /// Reads code up to the end, or up to the bracket that closes an interpolation.
  func readCode(isInterpolation: Bool) {
    var brackets = 0
    while at < input.count {
      if matches("//") {
        while at < input.count, input[at] != "\n" { at += 1 }
      } else if matches("/*") {
        skipComment()
      } else if input[at] == "\"" || input[at] == "#" && isRawLiteral() {
        readLiteral()
      } else {
        if input[at] == "(" { brackets += 1 }
        if input[at] == ")" {
          if isInterpolation, brackets == 0 { return }
          brackets -= 1
        }
        output.append(input[at])
        at += 1
      }
    }
  }

  func skipComment() {
    var depth = 0
    repeat {
      if matches("/*") { depth += 1 }
      if matches("*/") { depth -= 1 }
      at += matches("/*") || matches("*/") ? 2 : 1
    } while depth > 0 && at < input.count
  }

  func isRawLiteral() -> Bool {
    input[at...].first { $0 != "#" } == "\""
  }

  func readLiteral() {
    let hashes = String(input[at...].prefix { $0 == "#" })
    at += hashes.count
    let quote = matches("\"\"\"") ? "\"\"\"" : "\""
    at += quote.count
    output.append(" ")
    while at < input.count, !matches(quote + hashes) {
      if matches("\\" + hashes + "(") {
        at += hashes.count + 2
        readCode(isInterpolation: true)
        output.append(" ")
        at += 1
      } else {
        at += matches("\\" + hashes) ? hashes.count + 2 : 1
      }
    }
    at += quote.count + hashes.count
  }

  readCode(isInterpolation: false)
  return output
}

/// Names, and every other character that is not blank as a word of its own.
func words(of code: [Character]) -> [String] {
  var tokens: [String] = []
  var word = ""
  for character in code {
    if character.isLetter || character.isNumber || character == "_" {
      word.append(character)
      continue
    }
    if !word.isEmpty { tokens.append(word) }
    word = ""
    if !character.isWhitespace { tokens.append(String(character)) }
  }
  return word.isEmpty ? tokens : tokens + [word]
}

// MARK: - Who uses whom

/// From each name to the names it uses, with the types that make it so.
typealias Graph = [String: [String: Set<String>]]

struct Tree {
  let files: [SourceFile]

  init() throws {
    let names = FileManager.default.enumerator(atPath: "Sources")?.compactMap { $0 as? String }
    files = try (names ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { name in
      SourceFile(path: name, text: try String(contentsOfFile: "Sources/\(name)", encoding: .utf8))
    }
  }

  /// Modules by their imports, the ones written in C included.
  var modules: Graph {
    let known = Set(moduleOrder.joined())
    var graph: Graph = [:]
    for name in known { graph[name] = [:] }
    for file in files {
      for used in file.imports.intersection(known) {
        graph[file.module, default: [:]][used, default: []].insert("import \(used)")
      }
    }
    return graph
  }

  /// Files of one module, by the types they declare and name.
  func files(of module: String) -> Graph {
    let members = files.filter { $0.module == module }
    var declarers: [String: String] = [:]
    for file in members { for type in file.declared { declarers[type] = file.path } }
    var graph: Graph = [:]
    for file in members {
      graph[file.path] = [:]
      for type in file.named.subtracting(file.own) {
        guard let declarer = declarers[type], declarer != file.path else { continue }
        graph[file.path, default: [:]][declarer, default: []].insert(type)
      }
    }
    return graph
  }

  /// Folders of one module; the files at its top are listed under its own name.
  func folders(of module: String) -> Graph {
    let folder = Dictionary(
      uniqueKeysWithValues: files.map { ($0.path, $0.folder.isEmpty ? module : $0.folder) })
    var graph: Graph = [:]
    for (user, uses) in files(of: module) {
      guard let from = folder[user] else { continue }
      graph[from, default: [:]].merge([:]) { $1 }
      for (used, types) in uses {
        guard let to = folder[used], to != from else { continue }
        graph[from, default: [:]][to, default: []].formUnion(types)
      }
    }
    return graph
  }
}

/// The groups of names that reach each other (Tarjan), each with two members or more.
func circles(in graph: Graph) -> [[String]] {
  var index: [String: Int] = [:]
  var low: [String: Int] = [:]
  var stack: [String] = []
  var found: [[String]] = []

  func visit(_ name: String) {
    let number = index.count
    index[name] = number
    low[name] = number
    stack.append(name)
    for used in (graph[name] ?? [:]).keys.sorted() {
      if index[used] == nil {
        visit(used)
        low[name] = min(low[name] ?? number, low[used] ?? number)
      } else if stack.contains(used) {
        low[name] = min(low[name] ?? number, index[used] ?? number)
      }
    }
    if low[name] == number, let start = stack.firstIndex(of: name) {
      let group = Array(stack[start...])
      stack.removeSubrange(start...)
      if group.count > 1 { found.append(group.sorted()) }
    }
  }

  for name in graph.keys.sorted() where index[name] == nil { visit(name) }
  return found
}

/// Uses of something that is not below the user.
func upward(in graph: Graph, order: [[String]]) -> [String] {
  var rank: [String: Int] = [:]
  for (number, line) in order.enumerated() { for name in line { rank[name] = number } }
  var problems: [String] = []
  for (user, uses) in graph.sorted(by: { $0.key < $1.key }) {
    guard let own = rank[user] else {
      problems.append("\(user) has no place in the declared order")
      continue
    }
    for (used, types) in uses.sorted(by: { $0.key < $1.key }) {
      guard let other = rank[used], other >= own else { continue }
      problems.append(
        "\(user) uses \(used), which is not below it: \(types.sorted().joined(separator: ", "))")
    }
  }
  return problems
}

// MARK: - Reporting

func lines(_ title: String, _ graph: Graph, order: [[String]]) -> [String] {
  let ordered = order.flatMap { $0.sorted() }.filter { graph[$0] != nil }
  let names = ordered + graph.keys.filter { !ordered.contains($0) }.sorted()
  let width = names.map(\.count).max() ?? 0
  return [title]
    + names.map { name in
      let uses = (graph[name] ?? [:]).keys
      let listed = ordered.filter(uses.contains) + uses.filter { !ordered.contains($0) }.sorted()
      let padded = name.padding(toLength: width, withPad: " ", startingAt: 0)
      return "  \(padded)  \(listed.isEmpty ? "-" : "uses " + listed.joined(separator: " "))"
    }
}

func report(_ group: [String], in graph: Graph) -> [String] {
  group.flatMap { user in
    (graph[user] ?? [:]).filter { group.contains($0.key) }.sorted { $0.key < $1.key }.map {
      "    \(user) uses \($0.key): \($0.value.sorted().joined(separator: ", "))"
    }
  }
}

/// Why the document does not show `text` between the marks; with `isWriting`, writes it there.
func compare(_ text: String, isWriting: Bool) throws -> String? {
  let whole = try String(contentsOfFile: document, encoding: .utf8)
  guard let begin = whole.range(of: beginMark), let end = whole.range(of: endMark),
    begin.upperBound <= end.lowerBound
  else { return "\(document) has no marks for the graph" }
  let wanted = "\n\n```text\n\(text)\n```\n\n"
  if whole[begin.upperBound..<end.lowerBound] == wanted { return nil }
  guard isWriting else { return "the graph in \(document) is stale: run `make record`" }
  let renewed = whole[..<begin.upperBound] + wanted + whole[end.lowerBound...]
  try String(renewed).write(toFile: document, atomically: true, encoding: .utf8)
  return nil
}

/// Why the committed picture is not `picture`; with `isWriting`, writes it.
func compare(_ picture: Picture, isWriting: Bool) throws -> String? {
  let committed = try? String(contentsOfFile: pictureFile, encoding: .utf8)
  if committed == picture.svg { return nil }
  guard isWriting else { return "\(pictureFile) is stale: run `make record`" }
  try picture.svg.write(toFile: pictureFile, atomically: true, encoding: .utf8)
  return nil
}

@main enum Layers {
  static func main() throws {
    let tree = try Tree()
    var files = tree.files(of: "Core")
    var folders = tree.folders(of: "Core")
    for exemption in exemptions {
      print("exempt: \(exemption.user) uses \(exemption.used): \(exemption.reason)")
      files[exemption.user]?[exemption.used] = nil
      folders[exemption.user]?[exemption.used] = nil
    }

    let base = tree.folders(of: "Base")
    var output = lines("modules", tree.modules, order: moduleOrder)
    output += [""] + lines("folders of Base, lowest first", base, order: baseOrder)
    output += [""] + lines("folders of Core, lowest first", folders, order: coreOrder)
    let executable = tree.folders(of: "looop")
    let sensors = tree.folders(of: "Sensors")
    output += [""] + lines("folders of Sensors, lowest first", sensors, order: sensorOrder)
    output += [""] + lines("folders of looop, lowest first", executable, order: executableOrder)
    let graphText = output.joined(separator: "\n")
    print(graphText)

    var problems = upward(in: tree.modules, order: moduleOrder)
    problems += upward(in: base, order: baseOrder)
    problems += upward(in: folders, order: coreOrder)
    problems += upward(in: sensors, order: sensorOrder)
    problems += upward(in: executable, order: executableOrder)
    for (what, graph) in [("folders", folders), ("files", files)] {
      for group in circles(in: graph) {
        let members = report(group, in: graph).joined(separator: "\n")
        problems.append("a circle between \(what) of Core:\n\(members)")
      }
    }
    let isWriting = CommandLine.arguments.contains("--write")
    if let stale = try compare(graphText, isWriting: isWriting) { problems.append(stale) }
    let drawing = ModulesPicture(tree)
    problems += drawing.problems
    if let stale = try compare(drawing.picture, isWriting: isWriting) { problems.append(stale) }
    problems += try wideDeclarations()
    for problem in problems { print("layers: \(problem)") }
    exit(problems.isEmpty ? 0 : 1)
  }
}
