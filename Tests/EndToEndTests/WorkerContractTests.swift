import TestSupport
import Testing

/// Every claim of the text before a brief, tried by a worker that follows it to the letter.
@Suite("The worker contract")
struct WorkerContractTests {
  @Test("Every command it names is one a worker may run", arguments: ["headless", "terminal"])
  func commands(kind: String) async throws {
    try await Sandbox.use { box in
      try box.write("agent.sh", "cat \"$1\" >'\(box.path("contract"))'")
      try await box.must(
        "worker", "start", "w", "x", "--kind", kind, "--command",
        "sh '\(box.path("agent.sh"))' {{prompt_file}}")
      try await box.worker("w", "exited(0)")
      let contract = box.text("contract")
      Golden.expect(contract, at: "golden/contract-\(kind).txt")
      let verbs = contract.matches(of: /"\$LOOOP_BIN" ([a-z]+)/).map { String($0.1) }
      #expect(Set(verbs) == ["ask", "done"])
      #expect(contract.utf8.count < 2_000)
    }
  }

  @Test("Exit code 75 means ask again with the same words; the question is asked only once")
  func askAgain() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        n=0
        while :; do
          answer=$(LOOOP_ASK_WAIT=1 "$LOOOP_BIN" ask "your question")
          code=$?
          [ $code = 75 ] || break
          n=$((n + 1))
          echo $n >'\(box.path("rounds"))'
        done
        echo "$code $answer"
        """)
      try await box.must("worker", "start", "w", "x")
      try await Until.holds("two rounds") { (Int(box.text("rounds").dropLast()) ?? 0) >= 2 }
      #expect(
        try JSON(try await box.must("asks", "--json")).array.count { $0["worker"] == "w" } == 1)
      try await box.must("answer", "w-1", "yes, do")
      try await box.worker("w", "exited(0)")
      #expect(box.text("data/sessions/w/output.log").hasSuffix("0 yes, do\n"))
    }
  }

  @Test("A call that was cut off is taken up again, and its answer is not lost")
  func cutOff() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        "$LOOOP_BIN" ask "your question" & asker=$!
        until [ -e "$LOOOP_DATA_DIR/asks/w-1.json" ]; do sleep 0.02; done
        kill -9 $asker; wait $asker
        touch '\(box.path("cut"))'
        until [ -e "$LOOOP_DATA_DIR/answers/w-1.json" ]; do sleep 0.02; done
        "$LOOOP_BIN" ask "your question"
        """)
      try await box.must("worker", "start", "w", "x")
      _ = try await box.file("cut")
      try await box.must("answer", "w-1", "go on")
      try await box.worker("w", "exited(0)")
      #expect(box.text("data/sessions/w/output.log").contains("go on\n"))
      #expect(!box.exists("data/asks/w-2.json"))
    }
  }

  @Test("A long report comes on standard input, and what it leaves running is ended with it")
  func done() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        sleep 600 & echo $! >'\(box.path("pid"))'
        printf 'one\\ntwo\\n' | "$LOOOP_BIN" done -
        """)
      try await box.must("worker", "start", "w", "x")
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
      let pid = try #require(Int32(box.text("pid").dropLast()))
      #expect(!Processes.isAlive(pid))
      let report = try #require(box.names(in: "data/reports").first)
      #expect(box.text("data/reports/\(report)") == "one\ntwo\n\n")
    }
  }
}
