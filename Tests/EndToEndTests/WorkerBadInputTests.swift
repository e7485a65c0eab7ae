import Foundation
import TestSupport
import Testing

/// Nothing hangs, and nothing is left running after `down` (the sandbox looks).
@Suite("A worker that misbehaves")
struct WorkerBadInputTests {
  @Test("One that floods is recorded to a limit, stays killable, and says its last")
  func flood() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "yes 'a line of a flood, of which there are many' & wait")
      try await box.must("worker", "start", "w", "x")
      let recording = "data/sessions/w/stream.jsonl"
      try await Until.holds(
        "the recording turns", saw: { "\(box.size(recording)) bytes" },
        progress: { box.size(recording) }
      ) { box.exists("\(recording).1") }
      try await box.must("kill", "w")
      try await box.worker("w", "killed(15)")
      for name in ["stream.jsonl", "stream.jsonl.1", "output.log"] {
        #expect(box.size("data/sessions/w/\(name)") <= 33 << 20)
      }
    }
  }

  @Test("Binary output, lines without end and escapes harm nobody")
  func binary() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        head -c 3000000 /dev/urandom
        head -c 20000000 /dev/zero | tr '\\0' x
        printf '\\033]0;evil\\007\\033[2J'
        """)
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      let shown = try await box.must("watch", "--once", "--session", "w")
      #expect(!shown.contains("\u{1b}"))
    }
  }

  @Test("A daemon that leaves its session, its parent and its marks ends with the worker")
  func daemon() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        (env -i setsid sh -c 'cd /; exec <&- >&- 2>&-; echo $$ >"\(box.path("pid"))"; exec sleep 600' &)
        until [ -s '\(box.path("pid"))' ]; do sleep 0.02; done
        """)
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      let pid = try #require(Int32(box.text("pid").dropLast()))
      box.adopt(pid)
      #expect(!Processes.isAlive(pid))
    }
  }

  @Test("A brief of a megabyte reaches it whole on standard input, clipped in an argument")
  func brief() async throws {
    try await Sandbox.use { box in
      let text = String(repeating: "0123456789abcde\n", count: 1 << 16)
      let started = try await box.looop("worker", "start", "w", "-", input: .text(text))
      #expect(started.code == 0, "\(started)")
      try await box.worker("w", "exited(0)")
      #expect(box.stub.brief("w")?.contains(text) == true)
      try box.write("agent.sh", "printf %s \"$1\" | wc -c")
      let clipped = try await box.looop(
        "worker", "start", "v", "-", "--command",
        "sh '\(box.path("agent.sh"))' \"$(cat {{prompt_file}})\"", input: .text(text))
      #expect(clipped.code == 0, "\(clipped)")
      try await box.worker("v", "exited(0)")
      let bytes = try #require(
        Int(box.text("data/sessions/v/output.log").trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect((90_000..<131_071).contains(bytes))
    }
  }

  @Test("Of fifty starts at once as many win as the cap allows, and the others leave nothing")
  func fifty() async throws {
    try await Sandbox.use(["max_workers": 3]) { box in
      for number in 1...50 {
        try box.stub.worker("w\(number)", "until [ -e '\(box.path("go"))' ]; do sleep 0.02; done")
      }
      try await box.must("state")
      let running = try (1...50).map { try box.start(["worker", "start", "w\($0)", "x"]) }
      var codes: [Int32: Int] = [:]
      for one in running { codes[try await one.finish().code, default: 0] += 1 }
      #expect(codes == [0: 3, 75: 47])
      #expect(box.names(in: "data/sessions").count { $0.hasPrefix("w") } == 3)
      try box.write("go", "")
      try await Until.holds("their ends") {
        try await box.state()["workers"].array.allSatisfy { $0["alive"] == false }
      }
    }
  }

  @Test("Two hundred finished sessions are listed, and are no burden to a start")
  func many() async throws {
    try await Sandbox.use { box in
      try await box.must("state")
      for number in 1...200 {
        let folder = "data/sessions/old\(number)"
        try box.write(
          "\(folder)/session.json",
          #"{"v":1,"id":"old\#(number)","generation":"g\#(number)","kind":"headless","command":"x","cwd":"/","started_at":1,"goal":"g"}"#
        )
        try box.write(
          "\(folder)/status.json", #"{"v":1,"state":"exited","exit_code":0,"ended_at":2}"#)
      }
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      #expect(try await box.state()["workers"].array.count == 201)
    }
  }

  @Test(
    "A full disk loses output, and neither the worker nor the record of its end",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func fullDisk() async throws {
    try await Sandbox.use { box in
      // A small disk for the data dir, in mounts of its own; the script is the whole story.
      let words = (Privileges.ownMounts ?? []).joined(separator: " ")
      try box.write(
        "worker.sh",
        "cat >/dev/null; head -c 30000000 /dev/zero >\"$LOOOP_DATA_DIR/fill\"; yes | head -c 3000000; rm \"$LOOOP_DATA_DIR/fill\"; exit 5"
      )
      let story = try await box.shell(
        """
        mkdir -p '\(box.data)'
        exec \(words) sh -c '
          mount -t tmpfs -o size=12m none "\(box.data)" || exit 99
          "$LOOOP" worker start w x --command "sh \(box.path("worker.sh"))" || exit 98
          until "$LOOOP" state --json | tee "\(box.path("seen"))" | grep -q "exited(5)"; do
            sleep 0.1
          done'
        """)
      #expect(story.code == 0, "\(story) \(box.text("seen"))")
    }
  }
}
