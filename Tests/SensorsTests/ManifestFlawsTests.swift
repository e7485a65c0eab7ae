import Base
import Core
import TestSupport
import Testing

@testable import Sensors

@Suite("All that is wrong with a manifest")
struct ManifestFlawsTests {
  /// Every key with a value that it cannot have, and keys that there are not.
  private static let manifest = """
    description: [x]
    owner: {}
    links: one
    enabled: yes
    evry: 5m
    run:
      comand: [x]
      command: x
      stdin: all
      cwd: []
      env: dirty
      environment: {LD_PRELOAD: x}
      stderr: both
      exit_codes: {300: ok}
      output: xml
    timeout: 0s
    max_bytes: none
    every: often
    jitter: 2d
    catch_up: all
    relook: now
    ttl: later
    age_of: ''
    retry: {times: 9, delay: never, x: 1}
    on_error: keep-last
    quiet_hours: [{days: [someday], from: "22:00", to: "07:00"}, {from: "25:00", to: "07:00"}]
    watch: ['']
    wake:
      on: change
      ignore: [x]
      tolerance: {x: 1}
      settle: 2d
      min_interval: 9d
      flap: {after: 1, within: x, action: shout}
    signal: []
    detail: {a: b}
    signal_schema: {typ: object}
    trust: me
    inputs: {A: {}, b: {pattern: '('}, c: {requird: true}}
    requires: {commands: git, os: [windows]}
    secrets: [PATH]
    network: any
    push: {keep: 0, max_per_minute: 0, dedupe: x}
    """

  @Test("Each wrong key is told, with its line, in one go and in the order of the file")
  func all() throws {
    let error = try #require(
      thrown { () throws(LooopError) in
        _ = try Manifest.parse(Array(Self.manifest.utf8), file: "x.yaml")
      })
    let lines = error.message.split(separator: "\n").map(String.init)
    let places = lines.compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
    // Fifty-one flaws, of which the first forty are shown; line 6 holds only the word `run`.
    #expect(lines.last?.hasPrefix("and ") == true, "\(lines)")
    #expect(places == places.sorted() && lines.allSatisfy { !$0.contains("\t") })
    #expect(Set(places).isSuperset(of: Set(1...27).subtracting([6])), "\(places)")
  }

  @Test("lint has a finding for each, in its own place")
  func lint() throws {
    let scratch = try Scratch()
    try scratch.write("x.sh", "echo '{}'\n")
    try scratch.write("x.yaml", "description: x\nevry: 1\nttl: soon\nwake: {on: x, ignor: []}\n")
    let report = try ScriptCatalog(folder: scratch.path, environment: [:])
      .lint(Identifier("x", "sensor"), cases: scratch.path)
    let findings = try #require(report).findings.map { finding in
      "\(finding.place.line ?? 0):\(finding.place.column ?? 0) \(finding.text)"
    }
    #expect(
      findings == [
        "2:1 unknown key 'evry'; did you mean 'every'?",
        "3:6 'ttl' is 'soon'; write a length of time: 90s, 5m, 2h, 1d or seconds",
        "4:12 'on' is 'x'; write signal or always or never",
        "4:15 unknown key 'ignor'; did you mean 'ignore'?",
      ])
  }

  @Test("A key that is wrong makes no other one wrong")
  func noFollowers() {
    #expect(
      complaint("every: often\njitter: 5s")
        == "2:8: 'every' is 'often'; write a length of time: 90s, 5m, 2h, 1d or seconds")
    #expect(
      complaint("ttl: later\nage_of: x")
        == "2:6: 'ttl' is 'later'; write a length of time: 90s, 5m, 2h, 1d or seconds")
  }
}
