import Core
import TestSupport
import Testing

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
    let scratch = try Scratch()
    let trial = SensorTrial(
      children: ChildGroup(poller: Poller(), sweepsOrphans: false),
      directory: DataDirectory(path: scratch.path), environment: ["PATH": "/usr/bin:/bin"])
    let draft = SensorDraft(
      name: try Identifier("x", "sensor"),
      script: "echo \"{\\\"n\\\":1,\\\"at\\\":$(od -An -N4 -tu4 /dev/urandom)}\"",
      manifest: "description: x\n\(manifest)", author: .loop)
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    let error = thrown { () throws(LooopError) in
      try catalog.trying(draft) { sensor throws(LooopError) in
        if let sensor { try trial.check(sensor) }
      }
    }
    #expect(error?.code == code)
  }
}
