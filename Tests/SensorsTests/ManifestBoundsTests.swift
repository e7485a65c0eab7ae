import Base
import Core
import Testing

@testable import Sensors

@Suite("Bounds of a manifest")
struct ManifestBoundsTests {
  /// A number of the manifest: how it is written, its bounds as they are written, and its value.
  struct Bound: CustomTestStringConvertible, Sendable {
    let text: String
    let key: String
    let least: (text: String, value: Int)
    let most: (text: String, value: Int)
    let outside: [String]
    let allowed: String
    let value: @Sendable (Manifest) -> Int?

    func written(_ value: String) -> String { text.replacing("N", with: value) }
    var testDescription: String { key }
  }

  private static let lengths: [Bound] = [
    .init(
      text: "timeout: N", key: "timeout", least: ("1s", 1), most: ("10m", 600),
      outside: ["0", "601"], allowed: "1s to 10m", value: { $0.timeout.seconds }),
    .init(
      text: "every: N", key: "every", least: ("1", 1), most: ("365d", 31_536_000),
      outside: ["0s", "366d"], allowed: "1s to 365d", value: { $0.timing.every?.seconds }),
    .init(
      text: "ttl: N", key: "ttl", least: ("1s", 1), most: ("8760h", 31_536_000),
      outside: ["0", "31536001"], allowed: "1s to 365d", value: { $0.timing.ttl?.seconds }),
    .init(
      text: "{every: 5m, jitter: N}", key: "jitter", least: ("0", 0), most: ("1d", 86_400),
      outside: ["86401", "2d"], allowed: "0s to 24h", value: { $0.jitter.seconds }),
    .init(
      text: "retry: {delay: N}", key: "delay", least: ("1s", 1), most: ("1h", 3600),
      outside: ["0", "61m"], allowed: "1s to 60m", value: { $0.timing.retryDelay.seconds }),
    .init(
      text: "wake: {settle: N}", key: "settle", least: ("0s", 0), most: ("24h", 86_400),
      outside: ["86401"], allowed: "0s to 24h", value: { $0.wake.settle.seconds }),
    .init(
      text: "wake: {min_interval: N}", key: "min_interval", least: ("0", 0),
      most: ("7d", 604_800), outside: ["169h"], allowed: "0s to 7d",
      value: { $0.wake.leastInterval.seconds }),
    .init(
      text: "wake: {flap: {within: N}}", key: "within", least: ("1s", 1), most: ("1d", 86_400),
      outside: ["0", "25h"], allowed: "1s to 24h", value: { $0.wake.flap?.within.seconds }),
  ]

  private static let counts: [Bound] = [
    .init(
      text: "max_bytes: N", key: "max_bytes", least: ("1", 1), most: ("1048576", 1_048_576),
      outside: ["0", "1048577", "-1"], allowed: "1 to 1048576", value: { $0.maxBytes }),
    .init(
      text: "retry: {times: N}", key: "times", least: ("0", 0), most: ("5", 5),
      outside: ["-1", "6"], allowed: "0 to 5", value: { $0.timing.retries }),
    .init(
      text: "wake: {flap: {after: N}}", key: "after", least: ("2", 2), most: ("100", 100),
      outside: ["1", "101"], allowed: "2 to 100", value: { $0.wake.flap?.count }),
    .init(
      text: "push: {max_per_minute: N}", key: "max_per_minute", least: ("1", 1),
      most: ("6000", 6000), outside: ["0", "6001"], allowed: "1 to 6000",
      value: { $0.push?.perMinute }),
    .init(
      text: "push: {keep: N}", key: "keep", least: ("1", 1), most: ("200", 200),
      outside: ["0", "201"], allowed: "1 to 200", value: { $0.push?.kept }),
  ]

  private func place(_ bound: Bound) -> String {
    let column = bound.text.prefix { $0 != "N" }.count + 1
    return bound.text.hasPrefix("{") ? "1:\(column + 16)" : "2:\(column)"
  }

  /// A flow mapping is the whole file, with the description in it.
  private func parse(_ text: String) throws(LooopError) -> Manifest {
    guard text.hasPrefix("{") else { return try parsed(text) }
    return try Manifest.parse(Array("{description: x, \(text.dropFirst())".utf8), file: "x.yaml")
  }

  private func message(_ text: String) -> String? {
    thrown { () throws(LooopError) in _ = try parse(text) }?.message
  }

  @Test("A length of time is taken up to its bounds and no further", arguments: lengths)
  func length(bound: Bound) throws {
    for (text, value) in [bound.least, bound.most] {
      for written in [text, "'\(text)'", "\"\(text)\""] {
        #expect(bound.value(try parse(bound.written(written))) == value)
      }
    }
    for text in bound.outside {
      #expect(
        message(bound.written(text))
          == "x.yaml:\(place(bound)): '\(bound.key)' is \(text); it must be \(bound.allowed)")
    }
    for text in [
      "soon", "-5", "5 m", "5M", "1.5h", "m", "0x5", "+5", "5mm", "1e3", "99999999999999999999d",
      "9223372036854775807", "9223372036854775807d", "36501d", "''",
    ] {
      let shown = text == "''" ? "" : text
      #expect(
        message(bound.written(text))
          == "x.yaml:\(place(bound)): '\(bound.key)' is '\(shown)'; "
          + "write a length of time: 90s, 5m, 2h, 1d or seconds")
    }
    #expect(
      message(bound.written("[5m]"))
        == "x.yaml:\(place(bound)): '\(bound.key)' must be text, found a list")
  }

  @Test("A number is taken up to its bounds and no further", arguments: counts)
  func count(bound: Bound) throws {
    for (text, value) in [bound.least, bound.most] {
      #expect(bound.value(try parse(bound.written(text))) == value)
    }
    for text in bound.outside + ["9223372036854775807", "-9223372036854775808"] {
      #expect(
        message(bound.written(text))
          == "x.yaml:\(place(bound)): '\(bound.key)' is \(text); it must be \(bound.allowed)")
    }
    for text in ["5k", "'5'", "5.0", "0x5", "1e2", "many", "[5]", "99999999999999999999"] {
      #expect(
        message(bound.written(text))
          == "x.yaml:\(place(bound)): '\(bound.key)' must be a whole number")
    }
  }

  @Test("A description is one line of at most 200 characters that says something")
  func description() throws {
    func message(_ text: String) -> String? {
      thrown { () throws(LooopError) in
        _ = try Manifest.parse(Array("description: \(text)".utf8), file: "x")
      }?.message
    }
    let long = String(repeating: "é", count: 200)
    #expect(try Manifest.parse(Array("description: \(long)".utf8), file: "x").description == long)
    let toolong = "x:1:14: 'description' must be one line of at most 200 characters"
    #expect(message("\(long)e") == toolong)
    #expect(message("\"a\\nb\"") == toolong)
    #expect(message("\"a\\u2028b\"") == toolong)
    // Many marks on one letter are one character to Swift, and to nobody else.
    #expect(message("e" + String(repeating: "\u{301}", count: 200)) == toolong)
    let none =
      "x:1:14: a manifest needs a 'description': one line that says what the sensor observes"
    for text in ["''", "'  '", "\"\\t\"", "~"] { #expect(message(text) == none, "\(text)") }
  }

  @Test("Pointers are few: each costs a look at the whole of a reading")
  func pointers() throws {
    let names = { (count: Int) in (0..<count).map { "/a\($0)" } }
    let list = { (count: Int) in "[" + names(count).joined(separator: ", ") + "]" }
    let map = { (count: Int, value: String) in
      "{" + names(count).map { "\($0): \(value)" }.joined(separator: ", ") + "}"
    }
    #expect(try parsed("wake: {ignore: \(list(64))}").wake.ignored.count == 64)
    #expect(
      complaint("wake: {ignore: \(list(65))}")
        == "2:16: 'ignore' has 65 pointers, 64 are allowed")
    #expect(try parsed("wake: {tolerance: \(map(64, "1"))}").wake.tolerances.count == 64)
    #expect(
      complaint("wake: {tolerance: \(map(65, "1"))}")
        == "2:19: 'tolerance' has 65 pointers, 64 are allowed")
    for key in ["signal", "detail"] {
      #expect(complaint("\(key): \(map(64, "/b"))") == "")
      #expect(
        complaint("\(key): \(map(65, "/b"))") == "2:9: '\(key)' has 65 members, 64 are allowed")
    }
  }

  @Test("Paths to watch and quiet hours are few")
  func lists() throws {
    let list = { (count: Int, text: String) in
      "[" + repeatElement(text, count: count).joined(separator: ", ") + "]"
    }
    let hours = "{from: '22:00', to: '07:00'}"
    #expect(try parsed("watch: \(list(16, "a"))").watch.count == 16)
    let few = "2:8: 'watch' must list at most 16 paths, none of them empty"
    #expect(complaint("watch: \(list(17, "a"))") == few)
    #expect(complaint("watch: [a, '']") == few)
    let unknown = "2:8: 'watch': '$REPO/a' names $REPO; there is $HOME"
    #expect(complaint("watch: [$REPO/a]") == unknown)
    let bare = "must be followed by a variable's name"
    #expect(complaint("watch: [a$]") == "2:8: 'watch': '$' in 'a$' \(bare)")
    #expect(complaint("watch: ['${HOME/a']") == "2:8: 'watch': '$' in '${HOME/a' \(bare)")
    #expect(
      complaint("inputs: {repo: {}}\nwatch: ['{{repo}}/a']")
        == "3:8: 'watch': '{{repo}}/a' names the input repo; write $INPUT_REPO")
    #expect(
      try parsed("inputs: {repo: {}}\nwatch: ['$INPUT_REPO/a', '${HOME}x']").watch.count == 2)
    #expect(try parsed("quiet_hours: \(list(16, hours))").timing.quietHours.count == 16)
    #expect(complaint("quiet_hours: \(list(17, hours))") == "2:14: at most 16 quiet hours")
  }
}
