import Base
import TestSupport
import Testing

@testable import Core
@testable import Sensors

@Suite("Trial of a sensor")
struct SensorTrialTests {
  @Test(
    "A signal that never rests is refused, but for what does not count",
    arguments: [
      ("", "E_SENSOR_TRIAL"), ("wake: {ignore: [/n]}", "E_SENSOR_TRIAL"),
      ("wake: {ignore: [/at]}", nil),
    ] as [(String, String?)])
  func restless(manifest: String, code: String?) throws {
    let script = "echo \"{\\\"n\\\":1,\\\"at\\\":$(od -An -N4 -tu4 /dev/urandom)}\""
    #expect(try verdict(script, manifest)?.code == code)
  }

  @Test(
    "A change between two runs may be the world's; a run that fails is no sign of rest",
    arguments: [
      ("1 2 2", nil), ("1 1 x", nil), ("1 2 3", "at /n"), ("1 2 x", "at /n"),
      ("1 x x", "as a whole"), ("1 x 1", "as a whole"), ("x", "does not work"),
    ] as [(String, String?)])
  func runs(said: String, problem: String?) throws {
    let script = """
      echo run >> runs
      said=$(echo '\(said)' | cut -d' ' -f$(wc -l < runs))
      printf '{"n":%s}' "$said"
      """
    let error = try verdict(script, "")
    #expect((error == nil) == (problem == nil))
    if let problem {
      #expect(error?.message.contains(problem) == true, "\(String(describing: error))")
    }
  }

  @Test(
    "A clock in the signal is refused, whatever it counts",
    arguments: [
      ("date +%s", "", true), ("date +%F", "", true), ("date -u +%H:%M", "", true),
      ("date +%j", "every: 1h", true), ("date +%s", "every: 1d", true),
      // Twice a day is no cost, and a sensor may follow the day.
      ("date +%F", "every: 12h", false), ("date +%F", "wake: {min_interval: 1d}", false),
      // A state has two values, whatever the day.
      ("[ $(date +%s) -gt $(date -d 2026-01-01 +%s) ] && echo old || echo fresh", "", false),
      ("case $(date +%u) in [1-5]) echo work;; *) echo rest;; esac", "", false),
    ] as [(String, String, Bool)])
  func clocks(line: String, manifest: String, isRefused: Bool) throws {
    let error = try verdict("printf '{\"at\":\"%s\"}' \"$(\(line))\"", manifest)
    #expect((error?.code == "E_SENSOR_TRIAL") == isRefused, "\(String(describing: error))")
    if isRefused { #expect(error?.message.contains("at /at") == true) }
  }

  /// Why a draft of that content is refused; nil when it is not.
  private func verdict(_ script: String, _ manifest: String) throws -> LooopError? {
    let scratch = try Scratch()
    let children = ChildGroup(poller: Poller(), sweepsOrphans: false)
    let trial = SensorTrial(
      directory: DataDirectory(path: scratch.path), children: children,
      environment: ["PATH": "/usr/bin:/bin"])
    let draft = SensorDraft(
      name: try Identifier("x", "sensor"), script: script,
      manifest: "description: x\n\(manifest)", author: .loop)
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    guard let sensor = try catalog.stage(draft, trial: "1") else { return nil }
    defer { catalog.unstage(trial: "1") }
    var ended: LooopError??
    trial.check(sensor) { ended = .some($0) }
    children.wait { ended != nil }
    return ended ?? nil
  }
}
