import Testing
import YAML

private func parse(
  _ text: String, limits: YAMLLimits = .standard
) throws(YAMLFailure) -> YAMLNode {
  try YAMLDocument.parse(Array(text.utf8), file: "x.yaml", limits: limits)
}

/// What a failed reading says, or "" when it did not fail.
private func failure(_ body: () throws(YAMLFailure) -> Void) -> String {
  do throws(YAMLFailure) { try body() } catch { return error.description }
  return ""
}

private func parseFailure(_ text: String, limits: YAMLLimits = .standard) -> String {
  failure { () throws(YAMLFailure) in _ = try parse(text, limits: limits) }
}

/// The tree on one line: `text`, 'quoted', [list], {key: value}.
private func shape(_ node: YAMLNode) -> String {
  switch node.value {
  case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
  case .sequence(let nodes): "[" + nodes.map(shape).joined(separator: ", ") + "]"
  case .mapping(let members):
    "{" + members.map { "\(shape($0.key)): \(shape($0.value))" }.joined(separator: ", ") + "}"
  }
}

@Suite("YAML documents")
struct YAMLTests {
  @Test(
    "A document reads as a tree of text, lists and mappings",
    arguments: [
      ("a: 1", "{a: 1}"),
      ("---\na: 1\n...\n", "{a: 1}"),
      ("a: '1'\nb: \"x\\ty\"", "{a: '1', b: 'x\ty'}"),
      ("- a\n- [b, c]\n- {d: e}", "[a, [b, c], {d: e}]"),
      ("a: |\n  one\n  two\n", "{a: 'one\ntwo\n'}"),
      ("a: >-\n  one\n  two\n", "{a: 'one two'}"),
      ("a:", "{a: }"),
      ("# only\nword # comment", "word"),
      ("\u{FEFF}a: é\u{1F600}", "{a: é\u{1F600}}"),
      ("\u{FEFF}a: 1\nb: 2", "{a: 1, b: 2}"),
      ("a: &x [1, 2]\nb: *x", "{a: [1, 2], b: [1, 2]}"),
      ("a: &x 1\nb: &x 2\nc: *x", "{a: 1, b: 2, c: 2}"),
      ("a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"),
    ])
  func shapes(text: String, expected: String) throws {
    #expect(shape(try parse(text)) == expected)
  }

  @Test("Every node knows its line and column, an alias its own place")
  func places() throws {
    guard case .mapping(let members) = try parse("é: &x 1\nlist:\n  - *x\n").value else {
      Issue.record("no mapping")
      return
    }
    #expect(members[0].value.line == 1)
    #expect(members[0].value.column == 4)
    guard case .sequence(let elements) = members[1].value.value else {
      Issue.record("no list")
      return
    }
    #expect(elements == [YAMLNode(line: 3, column: 5, value: .scalar("1", isPlain: true))])
  }

  @Test(
    "What is no acceptable document is refused with its place",
    arguments: [
      ("", "x.yaml:1:1: the file holds no document"),
      ("# nothing\n", "x.yaml:2:1: the file holds no document"),
      ("a: 1\n---\nb: 2", "x.yaml:2:1: a second document; a file may hold only one"),
      ("a: 1\nb: 2\na: 3", "x.yaml:3:1: the key 'a' appears twice, first on line 1"),
      ("a: 1\n'a': 3", "x.yaml:2:1: the key 'a' appears twice, first on line 1"),
      ("x: {b: 1, b: 1}", "x.yaml:1:11: the key 'b' appears twice, first on line 1"),
      ("a: !!str 1", "x.yaml:1:4: tags ('!…') are not allowed"),
      ("a: !x [1]", "x.yaml:1:4: tags ('!…') are not allowed"),
      ("!x {a: 1}", "x.yaml:1:1: tags ('!…') are not allowed"),
      ("a: *x", "x.yaml:1:4: '*x' refers to no finished node above it"),
      ("a: &x [1, *x]", "x.yaml:1:11: '*x' refers to no finished node above it"),
      ("? [a]\n: 1", "x.yaml:1:3: a key must be text, this is a list"),
      ("a: \"\\0\"", "x.yaml:1:4: a NUL character"),
      ("é: \u{0}", "x.yaml:1:4: a NUL byte"),
      ("a: 1\nb: \u{1}", "x.yaml:2:4: control characters are not allowed"),
      ("a: \"\\uD800\"", "x.yaml:1:7: found invalid Unicode character escape code"),
      ("a: [1", "x.yaml:2:1: a '[' without its ']', or a ',' that is missing"),
      ("é: b: c", "x.yaml:1:5: a second ': ' in one value, or a line that is indented too far"),
      (
        "a: 1\n  b: 2", "x.yaml:2:4: a second ': ' in one value, or a line that is indented too far"
      ),
      ("é: 1\n\tb: 2", "x.yaml:2:1: a tab character, which YAML does not take as a blank"),
      ("a:\n  b: 1\n\tc: 2", "x.yaml:3:1: a tab character, which YAML does not take as a blank"),
      ("é: @x", "x.yaml:1:4: a text cannot begin with '@'; put it in quotes"),
      ("a: `x`", "x.yaml:1:4: a text cannot begin with '`'; put it in quotes"),
      ("a: 1\nb: \"x\nc: 2", "x.yaml:2:4: a quote that is opened here and never closed"),
      ("a: {b: 1\nc: 2", "x.yaml:"),
      ("a: 1\nb\nc: 2", "x.yaml:"),
      ("a: \"\\q\"", "x.yaml:1:5: an unknown escape; in double quotes write"),
      ("a: - b", "x.yaml:1:4: a list cannot begin here; put '- ' on a line of its own"),
    ])
  func refusals(text: String, expected: String) {
    #expect(parseFailure(text).hasPrefix(expected), "\(parseFailure(text))")
  }

  @Test("Bytes that are not UTF-8 are refused where they stand")
  func encoding() {
    let message = failure { () throws(YAMLFailure) in
      _ = try YAMLDocument.parse(Array("a: 1\né: ".utf8) + [0xC3], file: "x.yaml")
    }
    #expect(message == "x.yaml:2:4: a byte that is not UTF-8")
    let utf16 = failure { () throws(YAMLFailure) in
      _ = try YAMLDocument.parse([0xFF, 0xFE, 0x61, 0x00], file: "x.yaml")
    }
    #expect(utf16 == "x.yaml:1:1: a byte that is not UTF-8")
  }

  @Test("Size, depth and number of nodes are limited")
  func limits() {
    let big = String(repeating: "#", count: 64 * 1024 + 1)
    #expect(parseFailure(big) == "x.yaml:1:1: the file has 65537 bytes, 65536 are allowed")
    let nested = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(parseFailure(nested(32)) == "")
    #expect(parseFailure(nested(33)) == "x.yaml:1:33: nested deeper than 32 levels")
    #expect(parseFailure(nested(30_000)) == "x.yaml:1:33: nested deeper than 32 levels")
    let list = { "[" + repeatElement("1", count: $0).joined(separator: ",") + "]" }
    #expect(parseFailure(list(9_999)) == "")
    #expect(parseFailure(list(10_000)).hasSuffix("more than 10000 nodes, aliases counted in full"))
  }

  @Test("An alias counts as all it stands for, in nodes and in depth")
  func bombs() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let row = repeatElement("*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(row)]\n"
    }
    #expect(parseFailure(bomb).hasSuffix("more than 10000 nodes, aliases counted in full"))
    var tower = "a0: &a0 [x]\n"
    for level in 1...40 { tower += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(parseFailure(tower) == "x.yaml:32:12: nested deeper than 32 levels")
  }

  @Test("Any mutilation of a document ends in a tree or a failure")
  func mutilations() {
    let whole = Array("a: &x [1, {b: 'c'}]\nd: *x\ne: |\n  f\ng: \"\\u00e9\"\n".utf8)
    for end in 0...whole.count {
      _ = try? YAMLDocument.parse(Array(whole[..<end]), file: "x.yaml")
    }
    for at in whole.indices {
      for byte: UInt8 in [0x00, 0x0A, 0x21, 0x26, 0x2A, 0x3A, 0x5B, 0x7B, 0x80, 0xFF] {
        var changed = whole
        changed[at] = byte
        _ = try? YAMLDocument.parse(changed, file: "x.yaml")
      }
    }
  }
}

@Suite("YAML mappings")
struct YAMLMappingTests {
  private func mapping(_ text: String) throws(YAMLFailure) -> YAMLMapping {
    try YAMLMapping(
      parse(text), file: "x.yaml", keys: ["name", "every", "watch", "secrets", "run", "enabled"],
      nearest: { typed, known in known.first { $0.first == typed.lowercased().first } })
  }

  @Test("Typed readers give what was written")
  func values() throws {
    let it = try mapping(
      """
      name: 1.10
      every: 60
      enabled: true
      watch: [a, 'b']
      run: {command: x, count: 5}
      """)
    #expect(try it.string("name") == "1.10")
    #expect(try it.int("every", in: 5...300) == 60)
    #expect(try it.bool("enabled") == true)
    #expect(try it.strings("watch") == ["a", "b"])
    #expect(try it.stringMap("run") == ["command": "x", "count": "5"])
    #expect(try it.mapping("run", keys: ["command", "count"])?.int("count") == 5)
    #expect(try it.string("secrets") == nil)
  }

  @Test("A key without a value reads as absent, an empty text does not")
  func nothing() throws {
    let it = try mapping("name:\nevery: ~\nwatch: null\nrun: ''")
    #expect(try it.string("name") == nil)
    #expect(try it.int("every") == nil)
    #expect(try it.strings("watch") == nil)
    #expect(try it.string("run") == "")
  }

  @Test(
    "A value of the wrong kind is refused with its place",
    arguments: [
      ("[a]", "x.yaml:1:1: expected a mapping of keys, found a list"),
      ("evry: 1", "x.yaml:1:1: unknown key 'evry'; did you mean 'every'?"),
      ("Name: 1", "x.yaml:1:1: unknown key 'Name'; did you mean 'name'?"),
      (
        "zebra: 1",
        "x.yaml:1:1: unknown key 'zebra'; known are: name, every, watch, secrets, run, enabled"
      ),
      ("name: [a]", "x.yaml:1:7: 'name' must be text, found a list"),
      ("every: soon", "x.yaml:1:8: 'every' must be a whole number"),
      ("every: '60'", "x.yaml:1:8: 'every' must be a whole number"),
      ("every: 99999999999999999999", "x.yaml:1:8: 'every' must be a whole number"),
      ("every: 4", "x.yaml:1:8: 'every' is 4; it must be 5 to 300"),
      ("enabled: yes", "x.yaml:1:10: 'enabled' must be true or false"),
      ("watch: a", "x.yaml:1:8: 'watch' must be a list, found text"),
      ("watch: [a, {b: c}]", "x.yaml:1:12: 'watch' must be text, found a mapping"),
      ("secrets: [a]", "x.yaml:1:10: 'secrets' must be a mapping, found a list"),
      ("secrets: {a: }", "x.yaml:1:14: 'secrets' must be text, found nothing"),
      ("run: {comand: x}", "x.yaml:1:7: unknown key 'comand'; did you mean 'command'?"),
    ])
  func wrongKinds(text: String, expected: String) {
    let message = failure { () throws(YAMLFailure) in
      let it = try mapping(text)
      _ = try it.string("name")
      _ = try it.int("every", in: 5...300)
      _ = try it.bool("enabled")
      _ = try it.strings("watch")
      _ = try it.stringMap("secrets")
      _ = try it.mapping("run", keys: ["command"])
    }
    #expect(message == expected)
  }
}
