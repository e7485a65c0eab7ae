import Core
import Testing

@testable import Sensors

private func parse(_ text: String) throws(LooopError) -> Manifest {
  try Manifest.parse(Array(text.utf8), file: "x.yaml")
}

private func manifest(_ change: (inout Manifest) -> Void) -> Manifest {
  var manifest = Manifest()
  change(&manifest)
  return manifest
}

private let whole = """
  # All of it.
  description: "Open pull requests"
  enabled: true
  every: 10m
  timeout: 90s
  max_bytes: 1048576
  x-owner: me
  run:
    command: [python3, "sensors/prs.py", --all, 3]
    env: clean
    x-why:
      - because
  """

@Suite("Manifest")
struct ManifestTests {
  @Test(
    "A manifest reads as the value it describes",
    arguments: [
      ("{}", manifest { _ in }),
      (
        whole,
        manifest {
          $0.description = "Open pull requests"
          $0.every = 600
          $0.timeout = 90
          $0.maxBytes = 1_048_576
          $0.command = ["python3", "sensors/prs.py", "--all", "3"]
          $0.environment = .clean
          $0.choosesEnvironment = true
        }
      ),
      ("enabled: false", manifest { $0.isEnabled = false }),
      ("every: 1", manifest { $0.every = 1 }),
      ("every: 2h", manifest { $0.every = 7200 }),
      ("every: 1d", manifest { $0.every = 86_400 }),
      ("every: '365d'", manifest { $0.every = 31_536_000 }),
      ("timeout: 1s", manifest { $0.timeout = 1 }),
      ("timeout: 10m", manifest { $0.timeout = 600 }),
      ("max_bytes: 1", manifest { $0.maxBytes = 1 }),
      ("description:\nevery: ~\ntimeout: null\nmax_bytes:\nenabled:\nrun:", manifest { _ in }),
      ("run: {command: ~, env: inherit}", manifest { $0.choosesEnvironment = true }),
      ("description: yes", manifest { $0.description = "yes" }),
      ("x-a: {description: 1}\nx-: 2", manifest { _ in }),
    ])
  func good(text: String, expected: Manifest) throws {
    #expect(try parse(text) == expected)
  }

  @Test(
    "A wrong manifest says where it is wrong and how to mend it",
    arguments: [
      ("timout: 5s", "1:1: unknown key 'timout'; did you mean 'timeout'?"),
      ("every: 5m\nEnabled: true", "2:1: unknown key 'Enabled'; did you mean 'enabled'?"),
      (
        "zebra: 1",
        "1:1: unknown key 'zebra'; "
          + "known are: description, enabled, every, timeout, max_bytes, run"
      ),
      ("run:\n  comand: [a]", "2:3: unknown key 'comand'; did you mean 'command'?"),
      ("run:\n  shell: a", "2:3: unknown key 'shell'; known are: command, env"),
      ("every: 5m\nevery: 6m", "2:1: the key 'every' stands twice, first on line 1"),
      ("every: soon", "1:8: 'every' is 'soon'; write a length of time: 90s, 5m, 2h, 1d or seconds"),
      ("every: -5", "1:8: 'every' is '-5'; write a length of time: 90s, 5m, 2h, 1d or seconds"),
      ("every: 0", "1:8: 'every' is 0; 1s to 365d is allowed"),
      ("every: 366d", "1:8: 'every' is 366d; 1s to 365d is allowed"),
      (
        "every: 99999999999999999999d",
        "1:8: 'every' is '99999999999999999999d'; "
          + "write a length of time: 90s, 5m, 2h, 1d or seconds"
      ),
      ("every: [5m]", "1:8: 'every' wants text, found a list"),
      ("timeout: 0s", "1:10: 'timeout' is 0s; 1s to 10m is allowed"),
      ("timeout: 601", "1:10: 'timeout' is 601; 1s to 10m is allowed"),
      ("timeout:\n  5m: 1", "2:3: 'timeout' wants text, found a mapping"),
      ("max_bytes: 0", "1:12: 'max_bytes' is 0; 1 to 1048576 is allowed"),
      ("max_bytes: 1048577", "1:12: 'max_bytes' is 1048577; 1 to 1048576 is allowed"),
      ("max_bytes: 8k", "1:12: 'max_bytes' wants a whole number"),
      ("enabled: yes", "1:10: 'enabled' wants true or false"),
      ("enabled: 'true'", "1:10: 'enabled' wants true or false"),
      ("description: [a]", "1:14: 'description' wants text, found a list"),
      ("run: sensors/x.py", "1:6: expected a mapping of keys, found text"),
      (
        "run:\n  command: python3 x.py",
        "2:12: 'run.command' wants a list of words, such as [python3, sensors/x.py], not one text"
      ),
      (
        "run:\n  command: []",
        "2:12: 'run.command' wants a list of words, such as [python3, sensors/x.py], "
          + "the first of them a program"
      ),
      (
        "run:\n  command: ['', x]",
        "2:12: 'run.command' wants a list of words, such as [python3, sensors/x.py], "
          + "the first of them a program"
      ),
      ("run:\n  command: [a, [b]]", "2:16: 'command' wants text, found a list"),
      ("run: {env: dirty}", "1:12: 'run.env' is 'dirty'; write clean or inherit"),
      ("- every: 5m", "1:1: expected a mapping of keys, found a list"),
      ("5m", "1:1: expected a mapping of keys, found text"),
      ("", "1:1: the file holds no document"),
      ("a: 1\n---\nb: 2", "2:1: a second document; a file may hold one"),
      ("description: a\u{0}b", "1:15: a NUL byte"),
      ("every: !!int 5", "1:8: tags ('!…') are not allowed"),
      (
        "\"\\e[31m\": 1",
        "1:1: unknown key '\\u{1b}[31m'; "
          + "known are: description, enabled, every, timeout, max_bytes, run"
      ),
    ])
  func bad(text: String, expected: String) {
    let error = thrown { () throws(LooopError) in _ = try parse(text) }
    #expect(
      error
        == LooopError(
          .config, "E_MANIFEST", "x.yaml:\(expected)",
          hint: "The keys of a manifest are description, enabled, every, timeout, max_bytes, "
            + "run.command, run.env; all are optional."))
  }

  @Test("A very long key is cut in the message")
  func longKey() {
    let text = "? \(String(repeating: "k", count: 5000))\n: 1"
    let error = thrown { () throws(LooopError) in _ = try parse(text) }
    #expect((error?.message.utf8.count ?? 0) < 400)
  }

  @Test("Random damage is an error with its place or a manifest within all bounds")
  func mutations() throws {
    let seeds = [
      whole, "every: 5m\ntimeout: 30s\n", "run: {command: [a, 'b c'], env: inherit}\n",
      String(decoding: ShippedSensors.all[0].manifest, as: UTF8.self),
    ]
    let snippets = [":", "\n", "  ", "- ", "[", "}", "&a", "*a", "!", "\"", "\t", "\u{0}", "9"]
      .map { Array($0.utf8) }
    var numbers = SeededNumbers(seed: 20_261_122)
    var accepted = 0
    for _ in 0..<300 {
      var bytes = Array((seeds.randomElement(using: &numbers) ?? whole).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + 5))
        case 2: bytes.insert(contentsOf: snippets.randomElement(using: &numbers) ?? [], at: at)
        default: bytes.insert(contentsOf: bytes[at...].prefix(20), at: at)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        let manifest = try Manifest.parse(bytes, file: "x.yaml")
        accepted += 1
        #expect(Manifest.timeouts.contains(manifest.timeout), "\(text)")
        #expect(Manifest.sizes.contains(manifest.maxBytes), "\(text)")
        #expect(manifest.every.map(Manifest.intervals.contains) ?? true, "\(text)")
        #expect(manifest.command?.isEmpty != true, "\(text)")
      } catch {
        #expect(error.code == "E_MANIFEST")
        let place = error.message.prefixMatch(of: /x\.yaml:[1-9][0-9]*:[1-9][0-9]*: [^\n]+/)
        #expect(place != nil, "\(error.message) for \(text)")
      }
    }
    // Both kinds of outcome were met, so the test looked at both.
    #expect((20...280).contains(accepted))
  }
}
