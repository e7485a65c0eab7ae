import TestSupport
import Testing

/// The command `init` recommends for each agent CLI, down to what its program is given. The program
/// is a stand-in that writes that down and plays a recorded run.
@Suite("A recommended tick command")
struct RunnerCommandTests {
  private static let runs = [
    "claude": "fenced-json", "codex": "fenced-json", "opencode": "v2-plain", "pi": "plain",
  ]

  @Test(
    "gives its program the prompt, and the schema where it takes one",
    arguments: ["claude", "codex", "opencode", "pi"])
  func tick(_ name: String) async throws {
    try await Sandbox.use(nil) { box in
      let run = try #require(Self.runs[name])
      try box.write("run.jsonl", try Fixtures.text("runners/\(name)/\(run).jsonl"))
      try box.program(
        name,
        """
        for word; do
          case $word in
            @*) cp "${word#@}" '\(box.path("prompt"))' ;;
            */schema.json) cp "$word" '\(box.path("schema"))' ;;
            '{'*) printf '%s' "$word" >'\(box.path("schema"))' ;;
          esac
        done
        if [ -p /dev/stdin ]; then echo pipe; elif [ -f /dev/stdin ]; then echo file; fi >'\(box.path("input"))'
        cat >'\(box.path("read"))'
        env >'\(box.path("environment"))'
        cat '\(box.path("run.jsonl"))'
        """)
      try await box.must("init", "--runner", name)
      try await box.must("goal", "write", "g", "The mark of this test.")
      #expect(try await box.must("beat") == "acted: noop: \"nothing to do\"\n")

      let isFile = name == "pi"
      #expect(box.text(isFile ? "prompt" : "read").contains("The mark of this test."))
      #expect(box.text("input") == (isFile ? "pipe\n" : "file\n"))
      if isFile { #expect(box.text("read").isEmpty) }
      if ["claude", "codex"].contains(name) {
        #expect(try JSON(box.text("schema"))["type"] == "object")
      } else {
        #expect(!box.exists("schema"))
      }
      let environment = box.text("environment")
      #expect(environment.contains("CLAUDE_CODE_MAX_RETRIES=1\n") == (name == "claude"))
      #expect(environment.contains("OPENCODE_CONFIG_CONTENT={") == (name == "opencode"))
    }
  }
}
