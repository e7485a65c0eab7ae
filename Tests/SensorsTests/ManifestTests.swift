import Base
import Core
import Testing
import YAML

@testable import Sensors

@Suite("Manifest")
struct ManifestTests {
  @Test("A manifest that only describes has all defaults")
  func defaults() throws {
    var expected = Manifest()
    expected.description = "x"
    #expect(try parsed("") == expected)
    #expect(try Manifest.parse(Array("{\"description\": \"x\"}".utf8), file: "x") == expected)
    let standard = [
      "\(expected.isEnabled) \(expected.standardInput) \(expected.environment)",
      "\(expected.exitCodes) \(expected.timeout.seconds) \(expected.maxBytes) \(expected.jitter.seconds)",
      "\(expected.timing.catchesUp) \(expected.timing.retries) \(expected.timing.retryDelay.seconds)",
      "\(expected.timing.keepsLast) \(expected.wake.cause) \(expected.wake.settle.seconds)",
    ]
    #expect(
      standard == [
        "true none inherit", "plain 60 8192 0", "true 0 5", "false signal 0",
      ])
  }

  @Test("relook reads as each of its words")
  func relook() throws {
    #expect(try parsed("relook: auto").timing.relook == .unlessSlow)
    #expect(try parsed("relook: always").timing.relook == .always)
    #expect(try parsed("relook: never").timing.relook == .never)
  }

  @Test("Every key reads as the value it means")
  func whole() throws {
    let manifest = try Manifest.parse(Array(wholeManifest.utf8), file: "x.yaml")
    var expected = try wholeValue()
    expected.inputs = manifest.inputs
    #expect(manifest == expected)
    #expect(
      manifest.inputs.map(\.shown) == [
        "repo|which one|required|a/b|a/b,c/d|^[a-z/]+$", "limit|||-|any|-",
      ])
    #expect(manifest.inputs.map(\.variable) == ["INPUT_REPO", "INPUT_LIMIT"])
  }

  @Test("The same in JSON is the same manifest")
  func json() throws {
    let root = try YAMLDocument.parse(Array(wholeManifest.utf8), file: "x.yaml")
    let manifest = try Manifest.parse(Array(wholeManifest.utf8), file: "x.yaml")
    for style in [JSONWriter.Style.compact, .pretty] {
      let text = JSONWriter.text(root.json, style)
      #expect(try Manifest.parse(Array(text.utf8), file: "x.yaml") == manifest)
    }
  }

  @Test("The manifest of every key is one: no key of the table is left out")
  func complete() throws {
    let root = try YAMLDocument.parse(Array(wholeManifest.utf8), file: "x.yaml").json
    for row in ManifestKeys.all where row.path != "push" {
      let pointer = try pointers("/" + row.path.replacing(".", with: "/"))[0]
      #expect(pointer.value(in: root) != nil, "\(row.path)")
    }
  }

  @Test("A key without a value is as good as absent, but that `push` alone makes a push sensor")
  func nulls() throws {
    for name in ManifestKeys.names where name != "description" {
      for null in ["", " ~", " null"] {
        let expected = described { if name == "push" { $0.push = PushRules() } }
        #expect(try parsed("\(name):\(null)") == expected, "\(name)")
      }
    }
    let inner = """
      run: {command: ~, stdin: ~, cwd: ~, env: ~, exit_codes: ~, output: ~}
      retry: {times: ~, delay: ~}
      wake: {on: ~, ignore: ~, tolerance: ~, settle: ~, min_interval: ~, flap: ~}
      inputs: {}
      requires: {commands: ~, os: ~}
      """
    #expect(try parsed(inner) == described())
    #expect(try parsed("push: {dedupe: ~, max_per_minute: ~, keep: ~}").push == PushRules())
  }

  @Test(
    "Each word of a choice is known",
    arguments: [
      ("run: {stdin: none}", "none inherit plain nil true false signal nil"),
      ("run: {env: inherit, exit_codes: plain}", "none inherit plain nil true false signal nil"),
      ("run: {output: text}", "none inherit plain text true false signal nil"),
      ("run: {output: 'lines'}", "none inherit plain lines true false signal nil"),
      ("catch_up: one\non_error: signal", "none inherit plain nil true false signal nil"),
      ("wake: {on: never}", "none inherit plain nil true false never nil"),
      ("wake: {\"on\": \"signal\"}", "none inherit plain nil true false signal nil"),
      ("trust: internal", "none inherit plain nil true false signal internal"),
      ("trust: untrusted", "none inherit plain nil true false signal untrusted"),
    ])
  func words(text: String, expected: String) throws {
    let it = try parsed(text)
    let shown = [
      "\(it.standardInput) \(it.environment) \(it.exitCodes) \(it.output?.rawValue ?? "nil")",
      "\(it.timing.catchesUp) \(it.timing.keepsLast) \(it.wake.cause)",
      it.trust?.rawValue ?? "nil",
    ]
    #expect(shown.joined(separator: " ") == expected)
  }

  @Test("Flapping and pushing have bounds of their own when nothing is said")
  func inner() throws {
    let flap = WakeRules.Flap(count: 5, within: .hours(1), action: .flag)
    #expect(try parsed("wake: {flap: {}}") == described { $0.wake.flap = flap })
    let push = try described {
      $0.push = PushRules()
      $0.push?.perMinute = 6000
      $0.push?.kept = 200
      $0.dedupe = try pointers("/id")[0]
    }
    #expect(
      try parsed("push: {dedupe: /id, max_per_minute: 6000, keep: 200, x-a: 1}") == push)
  }

  @Test("Only true and false switch a sensor")
  func enabled() throws {
    #expect(try parsed("enabled: false") == described { $0.isEnabled = false })
    #expect(complaint("enabled: yes") == "2:10: 'enabled' must be true or false")
    #expect(complaint("enabled: 'true'") == "2:10: 'enabled' must be true or false")
    #expect(complaint("enabled: False") == "2:10: 'enabled' must be true or false")
  }

  @Test("A key of one's own starts with x-, wherever keys of a fixed set stand")
  func extensions() throws {
    let text = """
      x-: 1
      x-a: {evry: 1}
      run: {x-a: 1}
      retry: {x-a: 1}
      wake: {x-a: 1}
      requires: {x-a: 1}
      inputs: {a: {x-a: 1}}
      """
    var expected = described()
    let manifest = try parsed(text)
    expected.inputs = manifest.inputs
    #expect(manifest == expected)
    #expect(manifest.inputs.map(\.shown) == ["a|||-|any|-"])
    // Names of the writer's own choice are no keys; a schema's keywords are those of the standard.
    #expect(complaint("inputs: {x-a: {}}").hasPrefix("2:10: 'x-a' cannot be the name of an input"))
    #expect(complaint("signal_schema: {x-a: 1}").hasPrefix("2:17: unknown key 'x-a'"))
    let map = try readingMap("{x-a: /b}")
    #expect(try parsed("signal: {x-a: /b}").signal == map)
  }

  @Test("Comments, blocks, anchors, a byte order mark and both ends of line are read")
  func forms() throws {
    let expected = described { $0.timing.every = .minutes(5) }
    for text in [
      "description: x\r\nevery: 5m\r\n", "\u{FEFF}description: x\nevery: 5m",
      "---\ndescription: x # so\nevery: 5m\n...\n", "{description: x, every: 5m}",
      "description: &a x\nx-b: *a\nevery: 5m", "\"description\": >-\n  x\n'every': |-\n  5m\n",
      "? description\n: x\n? every\n: 300",
    ] {
      #expect(try Manifest.parse(Array(text.utf8), file: "x") == expected, "\(text)")
    }
  }
}
