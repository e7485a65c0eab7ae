import Foundation
import TestSupport
import Testing

@Suite("Death at any moment")
struct RandomKillTests {
  private static let rounds = Proof.count(300, sample: 60)

  @Test("Random kills of pulse, supervisors, agents and askers lose nothing")
  func kills() async throws {
    try await Sandbox.use { box in
      let trial = Trial(box: box)
      try Self.prepare(box)
      var chance = Seed.take(for: "Death at any moment")
      try await trial.must("up")
      for worker in Ordeal.workers { try await trial.must("worker", "start", worker, "ask on") }
      let human = Human(trial)
      async let attending: Void = human.attend()
      var ordeal = Ordeal(trial: trial, human: human)
      for _ in 1...Self.rounds { try await ordeal.round(&chance) }
      try await ordeal.recover()
      await human.leave()
      try await attending
      try await trial.must("down")
      try await ordeal.close()
    }
  }

  private static func prepare(_ box: Sandbox) throws {
    let script = { (name: String) in Fixtures.folder.appending(path: "crash/\(name).sh").path }
    try box.configure([
      "tick_command": .string("/bin/sh '\(script("roam"))' '\(box.root)' {{prompt_file}}"),
      "worker_command": .string("/bin/sh '\(script("asker"))' '\(box.root)'"),
      "budget": ["calls_per_hour": 0, "calls_per_day": 0], "pass_env": ["LOOOP_FAILPOINTS"],
      "interval": .null,
    ])
    try box.sensor(
      "world", "echo \"{\\\"signal\\\":\\\"$(date +%s)\\\"}\"",
      manifest: "description: a test\nevery: 20s\n")
    try box.write(
      "data/sensors/ci.yaml",
      "description: pushed to\npush: {max_per_minute: 6000, keep: 200}\n")
  }
}
