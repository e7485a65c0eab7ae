import Foundation
import TestSupport
import Testing

/// looop in a folder of its version, which an upgrade replaces or removes while the loop lives.
@Suite("An upgrade of looop under a living loop")
struct UpgradeTests {
  /// As Homebrew, Nix and asdf install it: `link` leads to the program.
  private static func install(_ box: Sandbox) throws -> (program: String, link: String) {
    let program = box.path("cellar/1/looop")
    try FileManager.default.createDirectory(
      atPath: box.path("cellar/1"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Binary.path, toPath: program)
    let link = box.path("links/looop")
    try FileManager.default.createDirectory(
      atPath: box.path("links"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: program)
    return (program, link)
  }

  private static func upgrade(_ box: Sandbox, _ link: String) throws {
    try FileManager.default.copyItem(atPath: box.path("cellar/1"), toPath: box.path("cellar/2"))
    try FileManager.default.removeItem(atPath: box.path("cellar/1"))
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: box.path("cellar/2/looop"))
  }

  /// Asks, and says done, both after `go`.
  private static func worker(_ box: Sandbox) throws {
    try box.stub.worker(
      "old",
      """
      touch '\(box.path("at-work"))'
      until [ -e '\(box.path("go"))' ]; do sleep 0.02; done
      "$LOOOP_BIN" ask "Which colour?" >'\(box.path("colour"))'
      "$LOOOP_BIN" done "Painted it $(cat '\(box.path("colour"))')."
      """)
  }

  /// That the loop of which nothing was started anew still hears its worker and starts others.
  private static func expectAlive(_ box: Sandbox) async throws {
    try box.write("go", "")
    _ = try await box.ask("old-1")
    try await box.must("answer", "old-1", "blue")
    try await box.worker("old", "exited(0)")
    #expect(try await box.must("worker", "show", "old").contains("Painted it blue."))
    // A decision on that end would take the move, and drop it for the goal.
    try await Until.holds("rest") { try await box.state()["phase"] == "idle" }
    try box.stub.worker("new", "\"$LOOOP_BIN\" done \"Done too.\"")
    try box.stub.moves(["action": "start_worker", "id": "new", "prompt": "p"])
    try await box.must("goal", "write", "g", "Start one.")
    try await box.worker("new", "exited(0)")
    #expect(try await box.must("worker", "show", "new").contains("Done too."))
  }

  @Test(
    "Behind a link, by its path and by its name on PATH: the worker's done and new workers go by the link",
    arguments: [false, true])
  func behindLink(byName: Bool) async throws {
    try await Sandbox.use { box in
      let (_, link) = try Self.install(box)
      try Self.worker(box)
      try box.sensor("who", "printf '{\"signal\":\"%s\"}' \"$LOOOP_BIN\"")
      let path = "PATH='\(box.path("links"))':\"$PATH\""
      let looop = byName ? "\(path) looop" : "'\(link)'"
      let started = try await box.shell("\(looop) up && \(looop) worker start old x")
      #expect(started.code == 0, "\(started)")
      _ = try await box.file("at-work")
      let reading = try await box.file("data/snapshots/sensor-who.json")
      #expect(try JSON(reading)["signal"].string == link)
      #expect(box.text("data/sessions/old/looop").contains("looop=\(link)\n"))
      try Self.upgrade(box, link)
      try await Self.expectAlive(box)
    }
  }

  @Test("Removed, with nothing in its place: the living loop still has the program that it runs")
  func removed() async throws {
    try await Sandbox.use { box in
      let (program, link) = try Self.install(box)
      try FileManager.default.removeItem(atPath: link)
      try Self.worker(box)
      let started = try await box.shell("'\(program)' up && '\(program)' worker start old x")
      #expect(started.code == 0, "\(started)")
      _ = try await box.file("at-work")
      try FileManager.default.removeItem(atPath: box.path("cellar"))
      try await Self.expectAlive(box)
      // A sensor of the pulse reaches the loop too.
      try box.sensor("who", "\"$LOOOP_BIN\" version >/dev/null && echo '{\"signal\":1}'")
      let reading = try await box.file("data/snapshots/sensor-who.json")
      #expect(try JSON(reading)["status"] == "ok")
    }
  }

  @Test("A program that took the number of a dead supervisor is not taken for looop")
  func reusedNumber() async throws {
    try await Sandbox.use { box in
      // Whole when it has its name.
      let (copy, named) = (box.path("copy"), box.path("script"))
      try box.stub.worker(
        "w", "cp \"$LOOOP_BIN\" '\(copy)'; mv '\(copy)' '\(named)'; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      let script = try await box.file("script")
      let pid = try #require(script.firstMatch(of: #/readlink /proc/(\d+)/exe/#)?.1)
      let other = script.replacing("/proc/\(pid)/", with: "/proc/$$/")
        .replacing(Binary.path + "\n", with: "/gone/looop\n")
      try box.write("other", other, mode: 0o700)
      let result = try await box.shell("PATH=/nowhere; exec /bin/sh '\(box.path("other"))' version")
      #expect(result.code == 127 && result.out.isEmpty, "\(result)")
    }
  }
}
