import TestSupport
import Testing

@Suite("sensor add")
struct SensorAddTests {
  @Test("Script, manifest and values are written for the owner alone, and what is left is told")
  func add() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop(
        "sensor", "add", "linear-issues", "--input", "team=ENG", "--input", "pages=3")
      #expect(result.code == 0 && result.out == "sensor linear-issues added\n")
      #expect(box.text("data/sensors/linear-issues.local.yaml") == "team: \"ENG\"\npages: \"3\"\n")
      #expect(
        box.shown(result.err).contains(
          "looop: The secret LINEAR_API_KEY is not set: write LINEAR_API_KEY=… into"
            + " $SANDBOX/data/secrets.env (mode 600).\n"))
      #expect(result.err.hasSuffix("see its reading with `looop sensor run linear-issues`.\n"))
      let modes = try await box.shell(
        "cd $LOOOP_DATA_DIR/sensors && stat -c '%a %n' linear-issues*")
      #expect(
        modes.out == "600 linear-issues.local.yaml\n700 linear-issues.sh\n600 linear-issues.yaml\n")
      let sheet = try JSON(try await box.must("sensor", "show", "linear-issues", "--json"))
      #expect(sheet["inputs"].array.first { $0["name"] == "team" }?["value"] == "ENG")
      #expect(sheet["trust_reason"] == "its manifest says so")
    }
  }

  @Test("A program that is missing is told, and without inputs there is no file for them")
  func programs() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop(
        "sensor", "add", "disk", environment: ["PATH": box.bin])
      #expect(result.code == 0 && result.err.contains("The program df is not on PATH: install it."))
      #expect(!box.exists("data/sensors/disk.local.yaml"))
    }
  }

  @Test(
    "Any value reads back as it was given; an empty one counts as not set",
    arguments: ["a: b", "'\"\\", "true", "é\u{85}🙂", ""])
  func values(value: String) async throws {
    try await Sandbox.use(nil) { box in
      try await box.must(
        "sensor", "add", "http-health", "--input", "url=http://x/", "--input", "text=\(value)")
      let sheet = try JSON(try await box.must("sensor", "show", "http-health", "--json"))
      let read = sheet["inputs"].array.first { $0["name"] == "text" }
      #expect(read?["value"].string ?? "" == value)
      #expect(read?["source"].string == (value.isEmpty ? "unset" : "local"))
    }
  }

  @Test(
    "What does not fit is refused with its mend, and nothing is written",
    arguments: [
      (["github-ci"], 64, "sensor-add-missing"),
      (["github-ci", "--input", "repos=a/b"], 64, "sensor-add-unknown-input"),
      (["github-ci", "--input", "repo=a"], 64, "sensor-add-bad-input"),
      (["github-ci", "--input", "repo"], 64, "sensor-add-no-value"),
      (["github-ci", "--input", "repo=a/b", "--input", "repo=a/c"], 64, "sensor-add-twice"),
      (["github-c"], 65, "sensor-add-unknown"),
      (["disk", "--as", "gate"], 64, "sensor-add-reserved"),
    ])
  func refused(words: [String], code: Int, golden: String) async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.start(["sensor", "add"] + words).finish()
      #expect(result.code == code && result.out.isEmpty)
      Golden.expect(result.err, at: "golden/errors/\(golden).txt")
      #expect(!box.exists("data"))
    }
  }

  @Test("One that is there stays, unless --replace is said; then its values stay unless given anew")
  func replace() async throws {
    try await Sandbox.use(nil) { box in
      try await box.must("sensor", "add", "github-ci", "--input", "repo=a/b", "--input", "limit=5")
      try box.write("data/sensors/github-ci.sh", "mine\n", mode: 0o700)
      let there = try await box.looop("sensor", "add", "github-ci", "--input", "repo=c/d")
      #expect(there.code == 64 && there.err.contains("--replace") && there.err.contains("--as"))
      #expect(box.text("data/sensors/github-ci.sh") == "mine\n")
      try await box.must("sensor", "add", "github-ci", "--replace", "--input", "repo=c/d")
      #expect(box.text("data/sensors/github-ci.local.yaml") == "repo: \"c/d\"\nlimit: \"5\"\n")
      #expect(box.text("data/sensors/github-ci.sh").hasPrefix("#!/bin/sh"))
      try box.write("data/sensors/github-ci.local.yaml", "# mine\nrepo: e/f\n")
      try await box.must("sensor", "add", "github-ci", "--replace")
      #expect(box.text("data/sensors/github-ci.local.yaml") == "# mine\nrepo: e/f\n")
      try box.write("data/sensors/github-ci.local.yaml", "repo: e\n")
      let unfit = try await box.looop("sensor", "add", "github-ci", "--replace")
      #expect(unfit.code == 65)
      #expect(
        box.shown(unfit.err).contains("$SANDBOX/data/sensors/github-ci.local.yaml:1:7: 'repo' is"))
    }
  }

  @Test("--as installs a second one beside the first")
  func second() async throws {
    try await Sandbox.use(nil) { box in
      try await box.must("sensor", "add", "disk")
      try await box.must("sensor", "add", "disk", "--as", "disk-data", "--input", "path=/tmp")
      let names = box.names(in: "data/sensors").filter { $0.hasPrefix("disk") }
      #expect(
        names == ["disk-data.local.yaml", "disk-data.sh", "disk-data.yaml", "disk.sh", "disk.yaml"])
      #expect(try await box.looop("sensor", "run", "disk-data").code == 0)
    }
  }

  @Test("A pulse that is up takes it in")
  func pulse() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await box.must("sensor", "add", "disk")
      try await Until.holds("its reading") {
        try await box.state()["snapshots"]["disk"]["status"] == "ok"
      }
    }
  }

  @Test("write says how to mend what it refuses, and what is left to do")
  func write() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("s.sh", "echo '{}'\n")
      try box.write("s.yaml", "description: x\nsecrets: [API_TOKEN]\n")
      let missing = try await box.looop("sensor", "write", "x", box.path("none.sh"))
      #expect(missing.code == 64)
      Golden.expect(box.shown(missing.err), at: "golden/errors/sensor-write-no-file.txt")
      let folder = try await box.looop("sensor", "write", "x", box.path("bin"))
      #expect(folder.code == 65 && folder.err.contains("not a regular file"))
      try box.write("push.yaml", "description: x\npush: {}\n")
      let push = try await box.looop(
        "sensor", "write", "x", box.path("s.sh"), "--manifest", box.path("push.yaml"))
      #expect(push.code == 65 && push.err.contains("that is the whole sensor"))
      #expect(!box.exists("data"))
      let written = try await box.looop(
        "sensor", "write", "x", box.path("s.sh"), "--manifest", box.path("s.yaml"))
      #expect(written.code == 0 && written.out == "sensor x written\n")
      let named = ["sensor", "write", "y", "--file", box.path("s.sh")]
      #expect(try await box.start(named).finish().code == 0)
      #expect(box.text("data/sensors/y.sh") == "echo '{}'\n")
      let twice = try await box.start(named + [box.path("s.sh")]).finish()
      #expect(twice.code == 64 && twice.err.contains("given twice"))
      #expect(written.err.contains("The secret API_TOKEN is not set"))
      #expect(written.err.contains("`looop sensor run x`"))
    }
  }
}
