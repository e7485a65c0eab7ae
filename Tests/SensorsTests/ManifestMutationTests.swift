import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core
@testable import Sensors

/// Manifests that are good, to be damaged.
private let seeds: [[UInt8]] =
  [Array(wholeManifest.utf8), Array(pushManifest.utf8)] + ShippedSensors.all.map(\.manifest)

private let pushManifest = """
  description: What the build server says
  push: {dedupe: /id, max_per_minute: 10, keep: 5}
  signal: {build: /id, state: /state}
  wake: {settle: 1m, min_interval: 1h}
  ttl: 1d

  """

@Suite("Damaged manifests")
struct ManifestMutationTests {
  @Test("A thousand are each a manifest within all bounds, or an error with its place")
  func damage() throws {
    var chance = Seed.take(for: "Damaged manifests")
    var outcomes = (good: 0, bad: 0)
    for _ in 0..<1_000 {
      var bytes = seeds.randomElement(using: &chance) ?? []
      Mutation.damage(&bytes, times: Int.random(in: 1...4, using: &chance), &chance)
      if try isManifest(bytes) { outcomes.good += 1 } else { outcomes.bad += 1 }
    }
    #expect(outcomes.good > 50 && outcomes.bad > 50, "\(outcomes)")
  }

  @Test("A thousand with a value in another's place are too")
  func values() throws {
    var chance = Seed.take(for: "Manifests of odd values")
    let odd = [
      "", "~", "-1", "0", "1", "9223372036854775807", "-9223372036854775808", "1e308", "36500d",
      "365d", "31536000", "[]", "{}", "[[]]", "{a: {}}", "''", "'*'", "/*/*", "''", "/", "true",
      "off", "\"\\0\"", "[~]", "{/a: 1e308}", "{/: 0}", "{'': 1}", "24:00", "{a: ''}", "*x",
    ]
    var good = 0
    for _ in 0..<1_000 {
      var lines = (chance.next() % 2 == 0 ? wholeManifest : pushManifest)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let at = Int.random(in: 1..<lines.count, using: &chance)
      guard let colon = lines[at].firstIndex(of: ":") else { continue }
      lines[at] = "\(lines[at][...colon]) \(odd.randomElement(using: &chance) ?? "")"
      if try isManifest(Array(lines.joined(separator: "\n").utf8)) { good += 1 }
    }
    #expect((50...950).contains(good))
  }

  /// What a file can hold beside slips of the pen.
  private static let hostile: [(name: String, text: String, good: Bool)] = [
    ("deep lists", "description: x\nx-a: " + nested("[", 31, "]"), true),
    ("deeper lists", "description: x\nx-a: " + nested("[", 32, "]"), false),
    ("bottomless lists", "x-a: " + nested("[", 30_000, "]"), false),
    ("an endless opening", nested("{a: ", 16_000, ""), false),
    ("dashes", nested("- ", 30_000, ""), false),
    ("questions", nested("? ", 30_000, ""), false),
    (
      "a deep schema", "description: x\nsignal_schema: " + nested("{items: ", 30, "}", "true"), true
    ),
    (
      "too deep a schema", "description: x\nsignal_schema: " + nested("{items: ", 32, "}", "true"),
      false
    ),
    (
      "aliases of aliases",
      "description: x\nx-a: &a0 [x]\n"
        + (1...20).map { "x-\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n" }.joined(),
      false
    ),
    ("a node in itself", "description: x\nx-a: &a [*a]", false),
    ("aliases for keys", "description: &d description\n*d : y", false),
    ("many anchors", "description: x\n" + (0..<2_000).map { "x-\($0): &a 1\n" }.joined(), true),
    ("a huge text", "description: x\nowner: " + text(60_000), true),
    ("too huge a text", "description: x\nowner: " + text(70_000), false),
    ("a huge key", "description: x\n? x-" + text(60_000) + "\n: 1", true),
    ("a huge unknown key", "description: x\n? " + text(60_000) + "\n: 1", false),
    ("huge words", "description: x\nrun: {command: [\(text(30_000)), \(text(30_000))]}", true),
    ("many keys", (0..<6_000).map { "x-\($0): 1\n" }.joined(), false),
    ("a key twice, quoted", "description: x\n\"description\": y", false),
    ("a key twice, deep", "description: x\nx-a: {b: {c: 1, c: 2}}", false),
    ("a merge", "description: x\n<<: {every: 5m}", false),
    ("a tag", "!!map {description: x}", false),
    ("a tag of one's own", "description: !secret x", false),
    ("a directive", "%YAML 1.2\n---\ndescription: x", true),
    ("a directive of tags", "%TAG ! tag:x,2000:\n---\ndescription: x", true),
    ("two documents", "description: x\n---\ndescription: y", false),
    ("two ends", "description: x\n...\n...\n", true),
    ("a mark at the start", "\u{FEFF}description: x", true),
    ("a mark within", "description: x\n\u{FEFF}every: 5m", false),
    ("both ends of line", "description: x\r\nevery: 5m\rttl: 1h\n", true),
    ("a tab before", "\tdescription: x", false),
    ("a tab between", "description:\tx", true),
    ("a NUL", "description: x\u{0}", false),
    ("an escape", "description: \u{1B}[31mx", false),
    ("a lone surrogate", "description: \"\\ud800\"", false),
    ("no end of quote", "description: \"x", false),
    ("no end of list", "description: x\nlinks: [a", false),
    ("a list of nothing", "description: x\nlinks: [,]", false),
    ("numbers of nothing", "description: x\nmax_bytes: -\nevery: +", false),
  ]

  private static func nested(
    _ open: String, _ count: Int, _ close: String, _ inner: String = ""
  ) -> String {
    String(repeating: open, count: count) + inner + String(repeating: close, count: count)
  }

  private static func text(_ count: Int) -> String { String(repeating: "k", count: count) }

  @Test("What is meant to hurt is taken as it is, or refused with its place")
  func structures() throws {
    for (name, text, isGood) in Self.hostile {
      try Growth.expectEnd(name) {
        let isAccepted = try isManifest(Array(text.utf8))
        #expect(isAccepted == isGood, "\(name)")
      }
    }
    for bytes: [UInt8] in [
      [], [0], [0xFF, 0xFE, 0x64, 0x00], [0xFE, 0xFF, 0x00, 0x64], [0xEF, 0xBB, 0xBF],
      [0xC0, 0x80],
      Array("description: ".utf8) + [0xED, 0xA0, 0x80], Array("description: x #".utf8) + [0xFF],
      [UInt8](repeating: 0x5B, count: 70_000), [UInt8](repeating: 0x20, count: 65_536),
    ] {
      #expect(try !isManifest(bytes), "\(bytes.prefix(20))")
    }
  }

  /// Whether `bytes` are a manifest; then all of it lies within its bounds, and no clock makes it
  /// trap. If they are none, the error says so, one problem a line, with file,
  /// line and column.
  private func isManifest(_ bytes: [UInt8]) throws -> Bool {
    do {
      let manifest = try Manifest.parse(bytes, file: "x.yaml")
      let outside = Self.outside(manifest)
      #expect(outside.isEmpty, "\(outside) of \(String(decoding: bytes, as: UTF8.self))")
      try TimeTravel(manifest).everywhere()
      return true
    } catch let error as LooopError {
      #expect(error.code == "E_MANIFEST")
      for line in error.message.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(
          line.wholeMatch(of: /x\.yaml:[1-9][0-9]*:[1-9][0-9]*: .+|and [1-9][0-9]* more/) != nil
            && line.utf8.count < 420, "\(error.message)")
      }
      return false
    }
  }

  private static func outside(_ it: Manifest) -> [String] {
    let timing = it.timing
    let checks: [(String, Bool)] = [
      ("description", (1...200).contains(it.description.unicodeScalars.count)),
      ("command", it.command.map { $0.first?.isEmpty == false } ?? true),
      ("timeout", (1...600).contains(it.timeout.seconds)),
      ("max_bytes", (1...1_048_576).contains(it.maxBytes)),
      ("every", timing.every.map { (1...31_536_000).contains($0.seconds) } ?? true),
      (
        "jitter",
        (0...86_400).contains(it.jitter.seconds) && (it.jitter == .zero || timing.every != nil)
      ),
      ("ttl", timing.ttl.map { $0 > (timing.every ?? .zero) && $0.seconds <= 31_536_000 } ?? true),
      ("retry", (0...5).contains(timing.retries) && (1...3600).contains(timing.retryDelay.seconds)),
      (
        "quiet_hours",
        timing.quietHours.allSatisfy {
          (0...1440).contains($0.from) && (0...1440).contains($0.to) && !$0.days.isEmpty
        }
      ),
      ("watch", it.watch.count <= 16 && !it.watch.contains("")),
      ("tolerance", it.wake.tolerances.allSatisfy { $0.band >= 0 && $0.band.isFinite }),
      ("settle", (0...86_400).contains(it.wake.settle.seconds)),
      ("min_interval", (0...604_800).contains(it.wake.leastInterval.seconds)),
      (
        "flap",
        it.wake.flap.map {
          (2...100).contains($0.count) && (1...86_400).contains($0.within.seconds)
        }
          ?? true
      ),
      ("signal", it.signal?.entries.isEmpty != true && it.detail?.entries.isEmpty != true),
      ("inputs", Set(it.inputs.map(\.variable)).count == it.inputs.count),
      ("secrets", it.secrets.allSatisfy { VariableName.isValid($0.name) }),
      (
        "push",
        it.push.map {
          (1...6_000).contains($0.perMinute) && (1...200).contains($0.kept)
            && it.command == nil && timing.every == nil
        } ?? true
      ),
    ]
    return checks.filter { !$0.1 }.map(\.0)
  }
}

@Suite("Damaged values of inputs")
struct InputMutationTests {
  @Test("A thousand are each values that fit, or an error with its place")
  func damage() throws {
    let declared = try Manifest.parse(Array(wholeManifest.utf8), file: "x.yaml").inputs
    let whole = Array("# Mine.\nrepo: a/b\nlimit: \"5\"\nx-note: {a: [1]}\n".utf8)
    var chance = Seed.take(for: "Damaged values of inputs")
    var outcomes = (good: 0, bad: 0)
    for _ in 0..<1_000 {
      var bytes = whole
      Mutation.damage(&bytes, times: Int.random(in: 1...3, using: &chance), &chance)
      do {
        let it = try InputValues(bytes, of: declared, file: "x.local.yaml")
        outcomes.good += 1
        for input in declared {
          #expect(it.values[input.name].flatMap(input.problem) == nil)
        }
        #expect(it.values.keys.allSatisfy { name in declared.contains { $0.name == name } })
      } catch {
        outcomes.bad += 1
        #expect(error.code == "E_INPUTS")
        #expect(
          error.message.wholeMatch(of: /x\.local\.yaml:[1-9][0-9]*:[1-9][0-9]*: [^\n]+/) != nil)
      }
    }
    #expect(outcomes.good > 50 && outcomes.bad > 50, "\(outcomes)")
  }
}
