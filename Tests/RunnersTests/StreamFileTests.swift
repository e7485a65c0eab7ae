import Base
import Core
import Testing

@testable import Runners

@Suite("What a preset says of its stream")
struct StreamFileTests {
  private func parse(_ stream: String, adapter: String = "custom") throws -> RunnerPreset {
    let text = "name: x\nadapter: \(adapter)\n\(stream)\n"
    return try PresetFile.parse(
      Array(text.utf8), file: "x.yaml", called: "x", adapters: Registry.adapterIDs)
  }

  @Test("Nothing said is plain text mixed with looop's own events, and text is text alone")
  func words() throws {
    #expect(try parse("").stream == .mixed)
    #expect(try parse("stream:").stream == .mixed)
    #expect(try parse("stream: text").stream == .text)
  }

  @Test("A description is read as written")
  func whole() throws {
    let preset = try parse(
      """
      stream:
        type: [/type, /sub]
        model: [/model, /m]
        lines:
          done: {answer: /result, end: well, usage: {input: /in, usd: /usd, total: true}}
          "tool*": {tool: {name: shell, detail: /cmd, id: /id}}
          "tool.late*": {result: /out}
          bad: {error: {message: /msg, class: {at: /code, values: {E1: auth}}, wait: {at: /ms, unit: ms}}}
          again: {retry: {message: /msg, starts_with: Again}}
        ignore: [ping]
        classes: {Plan used up: quota, bad key: auth}
      """)
    guard case .described(let read) = preset.stream else {
      Issue.record("not described: \(preset.stream)")
      return
    }
    let at = { (text: String) in JSONPointer(text).map { [$0] } ?? [] }
    var expected = StreamDescription(type: at("/type") + at("/sub"))
    expected.model = at("/model") + at("/m")
    var done = StreamDescription.Line()
    var tokens = StreamDescription.Tokens()
    (tokens.input, tokens.dollars, tokens.isTotal) = (at("/in"), at("/usd"), true)
    (done.answer, done.end, done.usage) = (at("/result"), .well, tokens)
    var tool = StreamDescription.Line()
    var shell = StreamDescription.Tool(name: .fixed("shell"))
    (shell.detail, shell.id) = (at("/cmd"), at("/id"))
    tool.tool = shell
    var late = StreamDescription.Line()
    late.result = at("/out")
    var bad = StreamDescription.Line()
    var error = StreamDescription.Failure(otherwise: .protocol)
    (error.message, error.name, error.names) = (at("/msg"), at("/code"), ["E1": .auth])
    error.wait = .init(place: at("/ms"), unit: .milliseconds)
    bad.error = error
    var again = StreamDescription.Line()
    error = StreamDescription.Failure(otherwise: .transient)
    error.message = at("/msg")
    again.retry = .init(failure: error, start: "Again")
    expected.lines = ["done": done, "bad": bad, "again": again, "ping": .init()]
    expected.beginnings = [
      .init(start: "tool.late", line: late), .init(start: "tool", line: tool),
    ]
    expected.classes = [.init("plan used up", .quota), .init("bad key", .auth)]
    #expect(read == expected)
    #expect(read.line(ofType: "tool.late.x") == late)
    #expect(read.line(ofType: "tool.x") == tool)
    #expect(read.line(ofType: "dones") == nil)
  }

  @Test(
    "A mistake is told with its place and how to mend it",
    arguments: [
      ("stream: txt", "3:9: 'stream' is 'txt'; write text, or a mapping with 'type'"),
      ("stream: [text]", "3:9: expected a mapping of keys, found a list"),
      ("stream: {lines: {a: {}}}", "3:9: 'stream' needs 'type': where a line says what it is"),
      ("stream: {type: /t}", "3:9: 'stream' needs 'lines': what lines of each type mean"),
      ("stream: {typ: /t}", "3:10: unknown key 'typ'; did you mean 'type'?"),
      (
        "stream: {type: usage.type}",
        "3:16: 'usage.type' is not a JSON Pointer; write '/' before each name, as in /usage/input, and"
          + " within a name ~1 for '/' and ~0 for '~'"
      ),
      ("stream: {type: {a: b}}", "3:16: 'type' must be a JSON Pointer such as /usage/input"),
      (
        "stream: {type: [/a, /b~2], lines: {}}",
        "3:21: '/b~2' is not a JSON Pointer; write '/' before each name, as in /usage/input, and"
          + " within a name ~1 for '/' and ~0 for '~'"
      ),
      (
        "stream: {type: /t, lines: {a: {txt: /a}}}",
        "3:32: unknown key 'txt'; did you mean 'text'?"
      ),
      (
        "stream: {type: /t, lines: {a: {end: good}}}",
        "3:37: 'good' is not 'end'; use one of: well, failed"
      ),
      (
        "stream: {type: /t, lines: {a: {error: {otherwise: qota}}}}",
        "3:51: 'qota' is not 'otherwise'; use one of: transient, quota, auth, billing, refused,"
          + " context, config, budget, interrupted, protocol, empty"
      ),
      (
        "stream: {type: /t, lines: {a: {error: {wait: {at: /w, unit: min}}}}}",
        "3:61: 'min' is not 'unit'; use one of: s, ms, words"
      ),
      (
        "stream: {type: /t, lines: {a: {error: {class: {values: {}}}}}}",
        "3:47: 'at' is missing here: a JSON Pointer"
      ),
      (
        "stream: {type: /t, lines: {a: {tool: {detail: /d}}}}",
        "3:38: 'tool' needs 'name': a pointer, or the tool's name itself"
      ),
      (
        "stream: {type: /t, lines: {a: {}}, classes: {x: qouta}}",
        "3:49: 'qouta' is not a failure class; use one of: transient, quota, auth, billing, refused,"
          + " context, config, budget, interrupted, protocol, empty"
      ),
      (
        "stream: {type: /t, lines: {a: {}}, ignore: [b, a]}",
        "3:48: 'a' is already in 'lines'"
      ),
    ])
  func mistakes(stream: String, expected: String) {
    let error = #expect(throws: (any Error).self) { try parse(stream) }
    #expect(error.map { "\($0)" } == "x.yaml:\(expected)")
  }

  @Test("Only the adapter that is made for no CLI is told what its stream means")
  func adapter() {
    let error = #expect(throws: (any Error).self) { try parse("stream: text", adapter: "claude") }
    #expect(
      error.map { "\($0)" }
        == "x.yaml:3:9: only the adapter 'custom' reads 'stream'; 'claude' has its own format")
  }
}
