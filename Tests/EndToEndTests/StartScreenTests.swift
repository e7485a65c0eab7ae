import Foundation
import TestSupport
import Testing

/// `looop` alone at a terminal of 80 columns and 24 rows.
@Suite("looop alone")
struct StartScreenTests {
  private func screen(_ box: Sandbox, _ words: String = "", rows: Int = 24) async throws -> String {
    let script = "stty cols 80 rows \(rows); exec \"$0\" \(words)"
    let result = try await box.launch(
      ["/bin/sh", "-c", script, Binary.path], input: .terminal, environment: ["NO_COLOR": "1"]
    ).finish()
    #expect(result.code == 0)
    return box.timeless(result.out.replacing("\r\n", with: "\n"))
  }

  @Test("Before init it shows the state, and that init comes first")
  func beforeInit() async throws {
    try await Sandbox.use(nil) { box in
      Golden.expect(try await screen(box), at: "golden/start/uninitialised.txt")
      #expect(!box.exists("data"))
    }
  }

  @Test("While the pulse is down, up comes first, then the question that waits")
  func down() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      Golden.expect(try await screen(box), at: "golden/start/down.txt")
    }
  }

  @Test("A gate is to be looked at, and a pause to be ended")
  func gate() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "run_shell", "cmd": "touch never", "reason": "r"])
      try await box.must("answer", "setup-1", "nothing")
      try await box.upWithWork()
      try await box.beat("held")
      try await box.must("pause")
      try await Until.holds("the pause") { try await box.state()["phase"] == "paused" }
      Golden.expect(try await screen(box), at: "golden/start/gate.txt")
    }
  }

  @Test("In a low terminal the state gives way, and the next steps stay")
  func low() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let rows = try await screen(box, rows: 12).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(rows.count <= 12)
      #expect(rows.contains("and more: `looop state` shows all of it"))
      #expect(rows.contains { $0.hasPrefix("  looop up ") })
    }
  }

  @Test("Without a terminal, and with --help, it is what it was")
  func elsewhere() async throws {
    try await Sandbox.use { box in
      let piped = try await box.looop()
      #expect(piped.code == 0 && piped.out.contains("looop help      every verb, and the manual"))
      let help = try await box.must("--help")
      #expect(
        try await screen(box, "--help").split(separator: "\n").first
          == help.split(separator: "\n").first)
    }
  }
}
