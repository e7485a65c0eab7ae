import TestSupport
import Testing

@Suite("sensor rm")
struct SensorRmTests {
  private static func install(_ box: Sandbox) throws {
    try box.sensor("x", "echo '{}'", manifest: "description: a test\ninputs: {a: {}}\n")
    try box.write("data/sensors/x.local.yaml", "a: b\n")
    try box.write("data/sensors/x.test/good/expected.json", "{}\n")
    try box.write("data/sensors/.by-loop/x", "0")
    try box.sensor("x-other", "echo '{}'")
  }

  @Test("All that belongs to it is kept aside, and moved back it is the sensor again")
  func removed() async throws {
    try await Sandbox.use(nil) { box in
      try Self.install(box)
      let result = try await box.looop("sensor", "rm", "x", "--yes")
      #expect(result.code == 0 && result.out == "sensor x removed\n")
      let said = box.shown(result.err).replacing(#/[0-9]{8}-[0-9]{6}/#, with: "STAMP")
      #expect(
        said
          == "looop: its files are kept in $SANDBOX/data/sensors/.removed/STAMP-x; move them back into"
          + " $SANDBOX/data/sensors to restore the sensor.\n")
      let kept = try #require(box.names(in: "data/sensors/.removed").first)
      let files = ["x.local.yaml", "x.sh", "x.test", "x.yaml"]
      #expect(box.names(in: "data/sensors/.removed/\(kept)") == files)
      #expect(box.names(in: "data/sensors") == [".by-loop", ".removed", "x-other.sh"])
      #expect(box.names(in: "data/sensors/.by-loop").isEmpty)
      #expect(try await box.must("sensor", "list").contains(#/(?m)^x-other /#))
      #expect(try await box.must("sensor", "rm", "x", "--yes") == "sensor x is removed already\n")
      _ = try await box.shell(
        "mv \"$LOOOP_DATA_DIR\"/sensors/.removed/*/* \"$LOOOP_DATA_DIR\"/sensors/")
      #expect(try await box.looop("sensor", "run", "x").code == 0)
    }
  }

  @Test("What is kept is never written over")
  func again() async throws {
    try await Sandbox.use(nil) { box in
      for _ in 1...3 {
        try box.sensor("x", "echo '{}'")
        try await box.must("sensor", "rm", "x", "--yes")
      }
      #expect(box.names(in: "data/sensors/.removed").count == 3)
    }
  }

  @Test("Without a terminal it wants --yes, and does nothing")
  func noTerminal() async throws {
    try await Sandbox.use(nil) { box in
      try Self.install(box)
      let result = try await box.looop("sensor", "rm", "x", input: .text("y\n"))
      #expect(result.code == 64 && result.out.isEmpty)
      Golden.expect(result.err, at: "golden/errors/sensor-rm-yes.txt")
      #expect(box.exists("data/sensors/x.sh"))
    }
  }

  @Test("At a terminal it asks, and only a yes removes", arguments: [("y\r", true), ("\r", false)])
  func terminal(answer: String, isRemoved: Bool) async throws {
    try await Sandbox.use(nil) { box in
      try Self.install(box)
      let running = try box.start(["sensor", "rm", "x"], input: .terminal)
      _ = try await running.line(
        containing: "Remove the sensor x (x.sh, x.yaml, x.local.yaml, x.test)? [y/N]")
      running.type(answer)
      let end = try await running.finish()
      #expect(end.code == (isRemoved ? 0 : 1))
      #expect(box.exists("data/sensors/x.sh") == !isRemoved)
      if !isRemoved { #expect(end.out.contains("Nothing removed.")) }
    }
  }

  @Test("A broken one can be removed, and what a removal cut short left of one")
  func rest() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor("bad", "echo '{}'", manifest: "every: [\n")
      try box.write("data/sensors/half.local.yaml", "a: b\n")
      try await box.must("sensor", "rm", "bad", "--yes")
      try await box.must("sensor", "rm", "half", "--yes")
      #expect(box.names(in: "data/sensors") == [".removed"])
    }
  }

  @Test("The pulse forgets it")
  func pulse() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.sensor("x", "echo '{\"signal\":1}'")
      try await box.must("resume")
      try await box.upAndRest()
      #expect(try await box.state()["snapshots"]["x"]["status"] == "ok")
      try await box.must("sensor", "rm", "x", "--yes")
      try await Until.holds("no reading") { try await box.state()["snapshots"]["x"] == .null }
    }
  }
}
