import TestSupport
import Testing

@Suite("How long a prompt is")
struct PromptSizeTests {
  @Test("A small world, three sensors, three goals and two workers, takes less than 6.4 KB")
  func smallWorld() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "archive", "setup")
      for id in ["ci", "prs", "disk"] {
        try box.sensor(
          id, #"echo '{"signal":{"open":2},"detail":{"titles":["fix the build","update docs"]}}'"#)
      }
      for id in ["ship", "tidy", "docs"] {
        try await box.must("goal", "write", id, "# \(id)\n\nKeep it going. Done when it is pushed.")
      }
      for id in ["a", "b"] {
        try await box.must("worker", "start", id, "--goal", "ship", "Do the work of \(id).")
      }
      try await box.must("beat")
      let prompt = try await box.stub.prompt(1)
      for part in ["### goal ship", "### sensor ci", "- a: ", "A sensor in short", "## NOW"] {
        #expect(prompt.contains(part), "\(part)")
      }
      #expect(prompt.contains("## WHEN EACH SENSOR LOOKED\n\n- 20"))
      #expect(prompt.utf8.count < 6_400)
      for id in ["a", "b"] { try await box.must("worker", "kill", id) }
    }
  }
}
