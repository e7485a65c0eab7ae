import Base
import Core
import TestSupport
import Testing

@testable import Sensors

private let naming = "cannot be the name of an input; use lowercase letters, digits and _"

@Suite("Inputs")
struct InputTests {
  @Test(
    "An input reads as it is declared",
    arguments: [
      ("{repo: }", ["repo|||-|any|-"]), ("{_a1: {}}", ["_a1|||-|any|-"]),
      ("{a: {required: false, default: 5}}", ["a|||5|any|-"]),
      (
        "{a: {enum: [1, 'true', x]}, b: {description: two}}",
        ["a|||-|1,true,x|-", "b|two||-|any|-"]
      ),
      ("{a: {pattern: '^[0-9]+$', default: '7'}}", ["a|||7|any|^[0-9]+$"]),
      ("{a: {default: ''}}", ["a||||any|-"]), ("{}", []),
    ])
  func declared(text: String, expected: [String]) throws {
    #expect(try parsed("inputs: \(text)").inputs.map(\.shown) == expected)
  }

  @Test(
    "A declaration that makes no sense is told where it stands",
    arguments: [
      ("{Repo: {}}", "2:10: 'Repo' \(naming)"), ("{a-b: {}}", "2:10: 'a-b' \(naming)"),
      ("{1a: {}}", "2:10: '1a' \(naming)"), ("{é: {}}", "2:10: 'é' \(naming)"),
      ("{'': {}}", "2:10: '' \(naming)"),
      ("{a: {}, a: {}}", "2:17: the key 'a' appears twice, first on line 2"),
      ("{a: true}", "2:13: expected a mapping of keys, found text"),
      ("{a: {required: 'yes'}}", "2:24: 'required' must be true or false"),
      ("{a: {enum: x}}", "2:20: 'enum' must be a list, found text"),
      ("{a: {enum: []}}", "2:20: 'enum' allows nothing"),
      ("{a: {default: [x]}}", "2:23: 'default' must be text, found a list"),
      ("{a: {description: {}}}", "2:27: 'description' must be text, found a mapping"),
      (
        "{a: {default: c, enum: [a, b]}}",
        "2:23: 'default' is 'c'; it must be one of: a, b"
      ),
      (
        "{a: {pattern: '^[0-9]+$', default: x}}",
        "2:44: 'default' is 'x', which does not fit the pattern ^[0-9]+$"
      ),
    ])
  func wrong(text: String, message: String) { #expect(complaint("inputs: \(text)") == message) }

  @Test("A name of 64 letters is one, a longer is none, and a wrong pattern says where")
  func limits() throws {
    let name = String(repeating: "a", count: 64)
    #expect(try parsed("inputs: {\(name): {}}").inputs.count == 1)
    #expect(complaint("inputs: {\(name)a: {}}") == "2:10: '\(name)a' \(naming)")
    #expect(complaint("inputs: {a: {pattern: '['}}").hasPrefix("2:23: 'pattern': character "))
  }
}

@Suite("Values of inputs")
struct InputValueTests {
  private let declared = """
    inputs:
      repo: {required: true, pattern: '^[a-z]+/[a-z]+$'}
      state: {default: open, enum: [open, closed]}
      limit: {default: 5}
      note:
    """

  private func values(
    _ text: String?, _ declared: String? = nil
  ) throws(LooopError) -> InputValues {
    let manifest = try parsed(declared ?? self.declared)
    return try InputValues(text.map { Array($0.utf8) }, of: manifest.inputs, file: "x.local.yaml")
  }

  @Test("What is set stands, what is not has its default or none")
  func good() throws {
    let standard = ["state": "open", "limit": "5"]
    for text in [nil, "{}", "repo:\nstate: ~\nlimit: null", "x-mine: [1]"] {
      let it = try values(text)
      #expect(it.values == standard && it.missing == ["repo"], "\(text ?? "none")")
    }
    let it = try values("repo: me/mine\nstate: \"closed\"\nlimit: 07\nnote: '~'\n")
    #expect(it.values == ["repo": "me/mine", "state": "closed", "limit": "07", "note": "~"])
    #expect(it.missing == [])
    #expect(try values("{\"repo\": \"a/b\", \"limit\": 12}").values["limit"] == "12")
  }

  @Test(
    "A value that cannot be is told where it stands, and what can be set",
    arguments: [
      ("rpo: a/b", "1:1: unknown key 'rpo'; did you mean 'repo'?"),
      ("note: x\nlabels: y", "2:1: unknown key 'labels'; known are: repo, state, limit, note"),
      (
        "repo: nonsense",
        "1:7: 'repo' is 'nonsense', which does not fit the pattern ^[a-z]+/[a-z]+$"
      ),
      ("state: opened", "1:8: 'state' is 'opened'; it must be one of: open, closed"),
      ("note: x\nlimit: [5]", "2:8: 'limit' must be text, found a list"),
      ("note: {a: b}", "1:7: 'note' must be text, found a mapping"),
      ("repo: a/b\nrepo: c/d", "2:1: the key 'repo' appears twice, first on line 1"),
      ("[repo]", "1:1: expected a mapping of keys, found a list"),
      ("repo", "1:1: expected a mapping of keys, found text"),
      ("", "1:1: the file holds no document"),
      ("note: !!str x", "1:7: tags ('!…') are not allowed"),
      ("note: \"a\\0b\"", "1:7: a NUL character"),
      ("note: a\u{0}b", "1:8: a NUL byte"),
      ("state: \"\\e[31m\"", "1:8: 'state' is '\\u{1b}[31m'; it must be one of: open, closed"),
    ])
  func bad(text: String, message: String) {
    let error = thrown { () throws(LooopError) in _ = try values(text) }
    #expect(
      error
        == LooopError(
          .config, code: "E_INPUTS", "x.local.yaml:\(message)",
          hint: "Set the inputs of the manifest: repo, state, limit, note."))
  }

  @Test("Where nothing can be set, any value is one too many")
  func none() throws {
    let error = thrown { () throws(LooopError) in _ = try values("repo: x", "") }
    #expect(error?.message == "x.local.yaml:1:1: unknown key 'repo'; known are:")
    #expect(error?.hint == "The sensor's manifest declares no inputs; remove the file.")
    #expect(try values("{}", "").values == [:])
  }

  @Test("Whatever text is written as a value reads back as that text")
  func roundTrip() throws {
    var chance = Seed.take(for: "Values of inputs")
    let pieces = [
      "a", " ", "\n", "\r\n", "\t", "'", "\"", "\\", "\\n", "#", ": ", "- ", "~", "{", "%", "@",
      "é", "\u{1F600}", "\u{1}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}",
      "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{202E}", "\u{10FFFF}", "null", "1",
    ]
    for _ in 0..<500 {
      let value = chance.text(pieces, upTo: 12)
      let text = InputValues.text([(name: "note", value: value), (name: "limit", value: "1")])
      // An empty one counts as not set.
      #expect(try values(text).values["note"] ?? "" == value, "\(text)")
    }
  }
}
