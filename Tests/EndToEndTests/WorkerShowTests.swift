import TestSupport
import Testing

@Suite("worker show, worker list")
struct WorkerShowTests {
  /// Without what differs from run to run.
  private func steady(_ text: String, _ box: Sandbox) -> String {
    box.shown(text).replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/#, with: "TIME")
      .replacing(#/\d{8}-\d{6}-\d+/#, with: "LIFE").replacing(#/\d+s ago/#, with: "Ns ago")
      .replacing(#/after \d+s/#, with: "after Ns").replacing(#/by \w+ via/#, with: "by USER via")
  }

  @Test(
    "worker show tells a life: how it ended and why, report, asks, what it printed, former lives")
  func show() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        #"""
        "$LOOOP_BIN" ask "Which way?
        worker       forged" >/dev/null
        printf 'hot \033[31mred\nhealth       forged\n'
        echo 'a complaint' >&2
        "$LOOOP_BIN" done "Went \"left\".
        All is done."
        """#)
      try await box.must(
        "worker", "start", "w", "x", "--goal", "setup", "--verify", "echo not so; exit 1")
      try await box.worker("w", "waiting-ask")
      let waiting = try await box.must("worker", "show", "w")
      #expect(waiting.contains("health       waits for your answer\n"))
      #expect(waiting.contains("it waits: looop answer w-1 \"...\"\n"))
      try await box.must("answer", "w-1", "Left")
      try await box.worker("w", "exited(0)")
      try box.stub.worker("w", "exit 3")
      let first = try await box.must("worker", "show", "w")
      Golden.expect(steady(first, box), at: "golden/worker-show.txt")
      for line in first.split(separator: "\n") where line.contains("forged") {
        #expect(line.hasPrefix("  | "))
      }
      try await box.must("worker", "start", "w", "again")
      try await box.worker("w", "exited(3)")
      let second = try await box.must("worker", "show", "w")
      #expect(second.contains("health       failed: exited with code 3"))
      #expect(second.contains("former life"))
      #expect(second.contains("its check exited with code 1"))
      #expect(second.contains("  | Went \"left\".\n"))
      let json = try JSON(try await box.must("worker", "show", "w", "--json"))
      #expect(json["why"].string?.hasPrefix("exited with code 3") == true)
      #expect(json["report"] == .null)
      #expect(json["former_lives"].array.count == 1)
      let former = json["former_lives"][0]
      #expect(former["report"]["text"] == "Went \"left\".\nAll is done.\n")
      #expect(former["why"] == "its check exited with code 1: \"not so\"")
    }
  }

  @Test("An unknown worker is 65, with what is close or what is left of it")
  func unknown() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("write-docs", "\"$LOOOP_BIN\" done ok")
      try await box.must("worker", "start", "write-docs", "x")
      try await box.worker("write-docs", "exited(0)")
      let near = try await box.looop("worker", "show", "write-dcs")
      #expect(near.code == 65)
      #expect(near.err.contains("Did you mean 'write-docs'?"))
      _ = try await box.shell("rm -r '\(box.data)/sessions/write-docs'")
      let removed = try await box.looop("worker", "show", "write-docs")
      #expect(removed.code == 65)
      #expect(removed.err.contains("its last report is "))
      let bad = try await box.looop("worker", "show", "../x", "--json")
      #expect(try JSON(bad.err)["error"]["code"] == "E_ID")
    }
  }

  @Test("A broken file of a session is named, and does not hide the others")
  func broken() async throws {
    try await Sandbox.use { box in
      for id in ["a", "b"] {
        try await box.must("worker", "start", id, "x")
        try await box.worker(id, "exited(0)")
      }
      try box.write("data/sessions/a/status.json", "{ broken")
      let shown = try await box.looop("worker", "show", "a")
      #expect(shown.code == 65)
      #expect(shown.err.contains("status.json:1:"))
      let listed = try await box.looop("worker", "list")
      #expect(listed.code == 0)
      #expect(listed.out.contains("\nb "))
      #expect(listed.err.contains("status.json"))
      try box.write("data/asks/b-1.json", "{ broken")
      let other = try await box.must("worker", "show", "b")
      #expect(other.contains("problem"))
      #expect(other.contains("b-1.json"))
    }
  }

  @Test("Of 200 ended workers the newest are listed, the living first; in JSON all of them")
  func many() async throws {
    try await Sandbox.use { box in
      for number in 0..<200 {
        let id = "old-\(number)"
        let ended = 1_700_000_000 + number
        try box.write(
          "data/sessions/\(id)/session.json",
          #"{"v":1,"id":"\#(id)","generation":"g\#(number)","kind":"headless","command":"c","started_at":\#(ended - 9),"boot":""}"#
        )
        try box.write(
          "data/sessions/\(id)/status.json",
          #"{"v":1,"generation":"g\#(number)","state":"exited","exit_code":\#(number % 2),"ended_at":\#(ended),"ts":\#(ended)}"#
        )
      }
      try box.stub.worker("alive", "exec sleep 600")
      try await box.must("worker", "start", "alive", "x")
      let listed = try await box.looop("worker", "list")
      let lines = listed.out.split(separator: "\n")
      #expect(lines.count == 22)
      #expect(lines[1].hasPrefix("alive "))
      #expect(lines[2].hasPrefix("old-199 "))
      #expect(lines[2].hasSuffix("exited with code 1"))
      #expect(lines[3].hasPrefix("old-198 "))
      #expect(listed.err == "and 180 more that ended (`--all`)\n")
      #expect(try await box.must("worker", "list", "--all").split(separator: "\n").count == 202)
      let json = try JSON(try await box.must("worker", "list", "--json"))
      #expect(json.array.count == 201)
      #expect(json[0]["id"] == "alive")
      #expect(json[1]["id"] == "old-199")
      #expect(json[1]["why"] == "exited with code 1")
      #expect(json[2]["why"] == .null)
      let state = try await box.must("state")
      #expect(state.contains("workers  alive running, old-199 failed, old-198 exited(0)"))
      #expect(state.contains("\nfailed   old-199: exited with code 1\n"))
      #expect(state.contains("and 97 more (see `looop worker list`)"))
    }
  }

  @Test("At a terminal of 40 columns no line is wider", arguments: [40, 80])
  func narrow(_ columns: Int) async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo 'no luck with a long word' | \"$LOOOP_BIN\" done --failed -")
      try await box.must("worker", "start", "w", "x", "--goal", "setup")
      try await box.worker("w", "exited(0)")
      try await box.must("beat")
      for verb in ["worker list", "worker show w", "runs list", "runs show last"] {
        let shell = try box.launch(
          ["/bin/sh", "-c", "stty cols \(columns); exec \"$0\" \(verb)", Binary.path],
          input: .terminal)
        let result = try await shell.finish()
        let lines = result.out.split(whereSeparator: \.isNewline).map(String.init)
        #expect(result.code == 0)
        #expect(lines.count > 1)
        for line in lines where !line.contains(box.root) {
          #expect(line.count <= columns, "\(verb): \(line)")
        }
      }
    }
  }
}
