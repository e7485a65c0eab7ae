import TestSupport
import Testing

@Suite("A machine that refuses")
struct MachineTests {
  /// Everything below the data dir, as one text.
  private static let list = "find $LOOOP_DATA_DIR -type f -exec cksum {} + | sort"

  @Test(
    "On a read-only data dir every writing verb is 73 and reading goes on",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func readOnly() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let before = try await box.shell(Self.list).out
      let mount =
        "mount --bind $LOOOP_DATA_DIR $LOOOP_DATA_DIR"
        + " && mount -o remount,bind,ro $LOOOP_DATA_DIR && exec \"$@\""
      let prefix = (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", mount, "sh", Binary.path]
      for words in [
        ["goal", "write", "g", "x"], ["answer", "setup-1", "x"], ["ask", "w", "x"], ["resume"],
        ["playbook", "write", "x"], ["worker", "start", "w", "x"], ["up"], ["beat"],
      ] {
        let result = try await box.launch(prefix + words).finish()
        #expect(result.code == 73, "\(words): \(result.code) \(result.err)")
        #expect(box.shown(result.err).contains("$SANDBOX/data"), "\(words): \(result.err)")
        #expect(result.err.contains("It is on a read-only file system"), "\(words): \(result.err)")
      }
      for words in [
        ["state"], ["asks"], ["goal", "list"], ["journal"], ["help"], ["watch", "--once"],
      ] {
        let result = try await box.launch(prefix + words).finish()
        #expect(result.code == 0, "\(words): \(result.err)")
      }
      #expect(try await box.shell(Self.list).out == before)
    }
  }

  @Test("A data dir that cannot be made is 73 with its path")
  func cannotMake() async throws {
    try await Sandbox.use { box in
      try box.write("file", "")
      let proc = try await box.looop("goal", "write", "g", "x", "--data-dir", "/proc/looop-test")
      #expect(proc.code == 73 && proc.err.contains("Cannot create /proc/looop-test"))
      let file = box.path("file/data")
      let result = try await box.looop("goal", "write", "g", "x", "--data-dir", file)
      #expect(result.code == 73 && result.err.contains("Cannot create \(file)"))
      #expect(box.text("file").isEmpty)
    }
  }

  @Test(
    "On a full disk nothing is acknowledged that is not kept, and work goes on once there is room",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func fullDisk() async throws {
    try await Sandbox.use { box in
      let script = """
        set -u
        mkdir -p $LOOOP_DATA_DIR && mount -t tmpfs -o size=512k none $LOOOP_DATA_DIR || exit 99
        say() { name=$1; shift; "$LOOOP" "$@" >"$OUT/$name.out" 2>"$OUT/$name.err"; echo $? >"$OUT/$name.code"; }
        say up up
        until grep -q '"beat.ended"' $LOOOP_DATA_DIR/events.jsonl; do sleep 0.02; done
        dd if=/dev/zero of=$LOOOP_DATA_DIR/filler bs=4096 2>/dev/null
        say goal goal write full "no room for this"
        say ask ask w "Is there room?" --wait 0
        say answer answer setup-1 "words"
        say state state --json
        say asks asks
        ls $LOOOP_DATA_DIR/goals $LOOOP_DATA_DIR/asks $LOOOP_DATA_DIR/answers >"$OUT/files"
        rm $LOOOP_DATA_DIR/filler
        say later goal write later "there is room again"
        until grep -qs 'new: goal/later' "$OUT"/stub/calls/*/prompt.md; do sleep 0.02; done
        grep -qs 'new: goal/later' "$OUT"/stub/calls/*/prompt.md; echo $? >"$OUT/decided"
        say down down
        """
      let result = try await box.launch(
        (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script],
        environment: ["LOOOP": Binary.path, "OUT": box.root]
      ).finish()
      #expect(result.code == 0, "\(result.err)")
      #expect(box.text("up.code") == "0\n")
      for name in ["goal", "ask", "answer"] {
        let error = box.shown(box.text("\(name).err"))
        #expect(box.text("\(name).code") == "73\n", "\(name): \(error)")
        #expect(error.contains("$SANDBOX/data/") && error.contains("No space left on device"))
        #expect(error.contains("Make room on the disk that holds it, then try again."))
      }
      #expect(box.text("state.code") == "0\n" && box.text("asks.code") == "0\n")
      let files = box.text("files")
      #expect(
        files.contains("setup-1.json") && !files.contains("full.md") && !files.contains("w-1"))
      #expect(box.text("later.code") == "0\n" && box.text("decided") == "0\n")
      #expect(box.text("down.code") == "0\n")
    }
  }

  @Test(
    "A beat that cannot write what it decided fails, and does not act",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func fullDiskBeat() async throws {
    try await Sandbox.use { box in
      let move: JSON = ["action": "write_goal", "id": "g", "body": "b"]
      try box.stub.runs(
        "dd if=/dev/zero of=$LOOOP_DATA_DIR/filler bs=4096 2>/dev/null; echo '\(move.text)'")
      let script = """
        mkdir -p $LOOOP_DATA_DIR && mount -t tmpfs -o size=512k none $LOOOP_DATA_DIR || exit 99
        "$LOOOP" beat >"$OUT/beat.out" 2>&1; echo $? >"$OUT/beat.code"
        ls $LOOOP_DATA_DIR/intents $LOOOP_DATA_DIR/goals >"$OUT/files"
        "$LOOOP" beat >"$OUT/again.out" 2>&1; echo $? >"$OUT/again.code"
        """
      let result = try await box.launch(
        (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script],
        environment: ["LOOOP": Binary.path, "OUT": box.root]
      ).finish()
      #expect(result.code == 0, "\(result.err)")
      #expect(box.text("beat.code") == "1\n" && box.text("beat.out").contains("No space left"))
      #expect(!box.text("files").contains("g.md") && !box.text("files").contains("intents/2"))
      #expect(box.text("again.code") != "0\n" && box.text("again.out").contains("No space left"))
      #expect(box.stub.calls == 1)
    }
  }

  @Test(
    "On a full disk down and kill still record who ended what",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func fullDiskEnd() async throws {
    try await Sandbox.use { box in
      let script = """
        set -u
        mkdir -p $LOOOP_DATA_DIR && mount -t tmpfs -o size=1m none $LOOOP_DATA_DIR || exit 99
        say() { name=$1; shift; "$LOOOP" "$@" >"$OUT/$name.out" 2>"$OUT/$name.err"; echo $? >"$OUT/$name.code"; }
        say up up
        say w1 worker start w1 x --command 'exec sleep 600'
        say w2 worker start w2 x --command 'exec sleep 600'
        until grep -q '"beat.ended"' $LOOOP_DATA_DIR/events.jsonl; do sleep 0.02; done
        dd if=/dev/zero of=$LOOOP_DATA_DIR/filler bs=4096 2>/dev/null
        say blocked state --json
        say kill kill w1
        say down down
        say state state --json
        rm $LOOOP_DATA_DIR/filler
        say up2 up
        say down2 down
        cp $LOOOP_DATA_DIR/events.jsonl "$OUT/events.jsonl"
        """
      let result = try await box.launch(
        (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script],
        environment: ["LOOOP": Binary.path, "OUT": box.root]
      ).finish()
      #expect(result.code == 0, "\(result.err)")
      for name in ["kill", "down", "state"] {
        #expect(box.text("\(name).code") == "0\n", "\(name): \(box.text("\(name).err"))")
      }
      let blocked = try JSON(box.text("blocked.out"))
      #expect(blocked["phase"] == "blocked")
      #expect(blocked["because"] == "nothing is decided until looop can write its files")
      let state = try JSON(box.text("state.out"))
      for worker in state["workers"].array {
        #expect(worker["ended_by"] == "human" && worker["state"] == "killed(15)", "\(worker.text)")
      }
      #expect(state["workers"].array.count == 2)
      let events = box.lines("events.jsonl")
      #expect(!events.contains { $0["event"] == "pulse.lost" || $0["by"] == "lost" })
      #expect(box.names(in: "data/sessions").isEmpty)
    }
  }

  @Test(
    "What a full disk keeps from being recorded is no success",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func fullDiskUnrecorded() async throws {
    try await Sandbox.use { box in
      let script = """
        mkdir -p $LOOOP_DATA_DIR && mount -t tmpfs -o size=512k none $LOOOP_DATA_DIR || exit 99
        "$LOOOP" worker start w x --command 'exec sleep 600' >/dev/null || exit 98
        rm $LOOOP_DATA_DIR/sessions/w/.room-*
        dd if=/dev/zero of=$LOOOP_DATA_DIR/filler bs=4096 2>/dev/null
        "$LOOOP" kill w >"$OUT/out" 2>"$OUT/err"; echo $? >"$OUT/code"
        """
      let result = try await box.launch(
        (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script],
        environment: ["LOOOP": Binary.path, "OUT": box.root]
      ).finish()
      #expect(result.code == 0, "\(result.err)")
      #expect(box.text("code") == "73\n" && box.text("out") == "worker w ended\n")
      #expect(
        box.text("err").contains("The end of w stands, and the record of it could not be written:"))
    }
  }

  @Test("Without an inotify instance the pulse looks by itself, says so, and still reacts")
  func inotify() async throws {
    try await Sandbox.use { box in
      try await box.prepareWork()
      if let prefix = Privileges.ownLimits {
        let limit = "echo 0 >/proc/sys/user/max_inotify_instances && exec \"$@\""
        let up = try await box.launch(
          prefix + ["/bin/sh", "-c", limit, "sh", Binary.path, "up"]
        ).finish()
        #expect(up.code == 0, "\(up.err)")
        try await Self.reacts(box)
      } else {
        let hoard = InotifyHoard()
        try await box.upWithWork()
        try await Self.reacts(box)
        withExtendedLifetime(hoard) {}
      }
    }
  }

  @Test(
    "Whoever looks by itself watches again as soon as there is a watch to be had",
    .enabled(if: Privileges.ownLimits != nil, "needs limits of its own"))
  func inotifyAgain() async throws {
    try await Sandbox.use { box in
      let script = """
        limit=/proc/sys/user/max_inotify_instances
        echo 0 >$limit
        "$LOOOP" ask w "Which?" & asker=$!
        until [ -e "$LOOOP_DATA_DIR/asks/w-1.json" ]; do sleep 0.02; done
        ls -l /proc/$asker/fd | grep -q inotify && exit 9
        echo 64 >$limit
        n=0
        until ls -l /proc/$asker/fd | grep -q inotify; do
          n=$((n + 1)); [ $n -lt 400 ] || exit 8
          sleep 0.02
        done
        "$LOOOP" answer w-1 this
        wait $asker
        """
      let result = try await box.launch(
        (Privileges.ownLimits ?? []) + ["/bin/sh", "-c", script],
        environment: ["LOOOP": Binary.path]
      ).finish()
      #expect(result.code == 0 && result.out.contains("this\n"), "\(result)")
    }
  }

  @Test(
    "A pulse that runs out of watches when a sensor asks for more says so once, and still hears",
    .enabled(if: Privileges.ownLimits != nil, "needs limits of its own"))
  func watches() async throws {
    try await Sandbox.use { box in
      // The data dir's own folders need fewer than these, the paths more.
      let limit = "echo 24 >/proc/sys/user/max_inotify_watches && exec \"$@\""
      try await box.must("beat")
      let up = try await box.launch(
        (Privileges.ownLimits ?? []) + ["/bin/sh", "-c", limit, "sh", Binary.path, "up"]
      ).finish()
      #expect(up.code == 0, "\(up.err)")
      for number in 0..<16 { try box.write("d\(number)/file", "0") }
      let paths = (0..<16).map { "'\(box.path("d\($0)/file"))'" }.joined(separator: ", ")
      try box.sensor(
        "many", "cat '\(box.path("d15/file"))'",
        manifest: "description: x\nevery: 1h\nwatch: [\(paths)]\nrun: {output: text}\n")
      try await Until.holds("the log to say so") {
        box.text("data/events.jsonl").contains("\"pulse.degraded\"")
      }
      try box.write("d15/file", "1")
      try await Until.holds("the change") {
        try await box.state()["snapshots"]["many"]["signal"]["text"] == "1"
      }
      let log = box.text("data/events.jsonl")
      #expect(log.split(separator: "looking every").count == 2)
      #expect(log.contains("\"pulse.started\",\"degraded\":null"))
    }
  }

  private static func reacts(_ box: Sandbox) async throws {
    _ = try await box.beat(1)
    let events = box.text("data/events.jsonl")
    #expect(events.contains("looking every 250 ms instead"))
    try await box.must("goal", "write", "g", "x")
    #expect(try await box.stub.prompt(2).contains("new: goal/g"))
    _ = try await box.beat(2)
    #expect(box.stub.calls == 2)
    #expect(box.text("data/events.jsonl").split(separator: "looking every").count == 2)
  }

  @Test("What was done with closed standard streams is done; a result that was lost is said to be")
  func closedStreams() async throws {
    try await Sandbox.use { box in
      let result = try await box.shell(
        """
        "$LOOOP" goal write g x >&-; [ $? = 73 ] || exit 1
        "$LOOOP" goal write h x <&- || exit 2
        "$LOOOP" state 2>&- >/dev/null || exit 3
        "$LOOOP" up <&- >&- 2>&-; [ $? = 73 ] || exit 4
        """)
      #expect(result.code == 0)
      _ = try await box.beat(1)
      #expect(box.text("data/goals/g.md") == "x\n" && box.text("data/goals/h.md") == "x\n")
    }
  }

  @Test("Without HOME and any named place it says what to set")
  func withoutHome() async throws {
    try await Sandbox.use(nil) { box in
      let nowhere = ["HOME": "", "LOOOP_DATA_DIR": "", "LOOOP_CONFIG": ""]
      let result = try await box.looop("state", environment: nowhere)
      #expect(result.code == 78)
      Golden.expect(result.err, at: "golden/errors/no-home.txt")
    }
  }

  @Test("A data dir whose path needs quoting works all the same")
  func oddPath() async throws {
    try await Sandbox.use([
      "tick_command":
        "cat \"{{prompt_file}}\" >/dev/null; echo '{\"action\":\"noop\",\"reason\":\"r\"}'"
    ]) { box in
      let odd = box.path("a 'b' $c \"d\" ü")
      let result = try await box.looop("beat", environment: ["LOOOP_DATA_DIR": odd])
      #expect(
        result.code == 0 && result.out == "acted: noop: \"r\"\n", "\(result.out)\(result.err)")
    }
  }
}
