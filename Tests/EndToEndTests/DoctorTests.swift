import Foundation
import TestSupport
import Testing

/// `doctor` in a loop that is whole, and in loops that are broken.
@Suite("doctor")
struct DoctorTests {
  /// A runner of the user's own, with all that a preset can say.
  private static func heron(_ box: Sandbox, version: String = "1.3") throws {
    try box.write(
      "presets/runners/heron.yaml",
      """
      binary: heron
      install_hint: Get a newer heron.
      needs: ">=1.2"
      hooks: ">=1.3"
      login: [HERON_KEY, ~/.heron/login]
      pass_env: [HERON_KEY]
      tick_command: heron --plan
      worker_command: heron --work
      stream: text
      """)
    try box.program(
      "heron",
      """
      if [ "$1" = --version ]; then
        echo 'heron \(version)'
        exit 0
      fi
      cat >/dev/null
      exit 1
      """)
  }

  private static let config: JSON = [
    "runner": "heron", "tick_command": .null, "worker_command": .null,
  ]

  /// What differs between machines.
  private static let ofTheMachine: Set = [
    "looop version", "data dir disk", "data dir room", "data dir size", "clock records",
    "limits open files", "limits watches", "limits box", "service variables", "service linger",
    "tools git", "tools tmux",
  ]

  /// What was printed, without what the machine says.
  private static func steady(_ text: String, _ box: Sandbox) -> String {
    var family = ""
    var isLeftOut = false
    // So many of those that are left out.
    var hidden = ["fail": 0, "warn": 0]
    var lines: [String] = []
    for line in box.timeless(text).components(separatedBy: "\n") {
      if !line.hasPrefix(" ") { family = line }
      if line.hasPrefix("  "), !line.hasPrefix("   ") {
        let check = line.dropFirst(8).prefix(13).trimmingCharacters(in: .whitespaces)
        isLeftOut = ofTheMachine.contains("\(family) \(check)")
        lines.append(isLeftOut ? "  …     \(check)" : line)
        if isLeftOut { hidden[String(line.dropFirst(2).prefix(4)), default: 0] += 1 }
      } else if !isLeftOut || !line.hasPrefix("   ") {
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n").replacing(#/(\d+) (fail|warn)/#) { found in
      "\((Int(found.1) ?? 0) - (hidden[String(found.2)] ?? 0)) \(found.2)"
    }
  }

  /// A line fits 80 columns, unless it is one word that must stay whole to be copied, such as a path:
  /// how long those are depends on where the tests run.
  private static func fits(_ line: Substring) -> Bool {
    line.count <= 80 || !line.dropFirst(24).contains(" ")
  }

  /// Every name below the sandbox, with all that a change would change.
  private static func everything(_ box: Sandbox) async throws -> String {
    try await box.shell(
      "cd '\(box.root)' && find data home config.json presets bin -printf '%p %i %m %s %T@ %C@ %l\\n'"
        + " 2>/dev/null | sort"
    ).out
  }

  private static func findings(_ box: Sandbox) async throws -> [JSON] {
    try await box.looop("doctor", "--json").json()["findings"].array
  }

  @Test("In an empty HOME, before init, it says what comes first, and makes nothing")
  func bare() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("doctor")
      #expect(result.code == 0 && result.err.isEmpty)
      Golden.expect(Self.steady(result.out, box), at: "golden/doctor/bare.txt")
      #expect(!box.exists("data") && box.names(in: "home").isEmpty)
    }
  }

  @Test("Of a loop that is whole nothing warns or fails")
  func healthy() async throws {
    try await Sandbox.use(Self.config) { box in
      try Self.heron(box)
      try box.write("home/.heron/login", "x")
      try await box.must("up")
      let result = try await box.looop("doctor")
      #expect(result.code == 0 && result.err.isEmpty)
      Golden.expect(Self.steady(result.out, box), at: "golden/doctor/healthy.txt")
      #expect(result.out.split(separator: "\n").allSatisfy(Self.fits))
    }
  }

  @Test("It names everything that is broken, each with its mend, and exits 1")
  func broken() async throws {
    let changes: JSON = [
      "runner": "heron", "worker_command": .null, "fallback_runner": "crane",
      "tick_command": "heron \"$(cat {{prompt_file}})\"", "intervall": 60,
      "workdir": "/no/such/folder", "budget": ["calls_per_day": 1],
    ]
    try await Sandbox.use(changes) { box in
      try Self.heron(box)
      try box.write(
        "presets/runners/crane.yaml",
        "binary: crane\ninstall_hint: Get crane.\ntick_command: crane\nworker_command: crane\n")
      try await box.must("pause")
      // It finds neither heron nor the key.
      _ = try await box.looop("up", environment: ["PATH": "/usr/bin:/bin"])
      for name in ["heron", "crane"] { _ = try await box.file("data/parked/\(name).json") }
      let now = Int(Date().timeIntervalSince1970)
      let month = "data/ledger/\(try await box.shell("date +%Y-%m").out.dropLast()).jsonl"
      try box.write(
        month,
        #"{"v":1,"type":"started","call":"c","at":\#(now),"kind":"tick","runner":"heron"}"# + "\n")
      try box.write("data/secrets.env", "HERON_TOKEN=abcdef-123456\n", mode: 0o644)
      try box.sensor("odd", "echo", manifest: "descriptoin: x\n")
      try box.sensor(
        "lost", "echo 1", manifest: "description: x\nrequires: {commands: [no-such-program]}\n")
      try box.write("data/.future", #"{"v":1,"ts":\#(now + 86_400),"event":"beat.ended"}"# + "\n")
      _ = try await box.shell(
        "cat data/.future >>data/events.jsonl; rm data/.future; chmod 755 . data")
      // The pulse runs the new sensor by itself.
      _ = try await box.file("data/snapshots/sensor-lost.json")
      let result = try await box.looop(
        "doctor", environment: ["HERON_KEY": "sk-heron-0123456789abcdef"])
      #expect(result.code == 1 && result.err.isEmpty)
      Golden.expect(
        Self.steady(result.out, box).replacing(#/heron\.json:\d+/#, with: "heron.json:N"),
        at: "golden/doctor/broken.txt")
      for secret in ["abcdef-123456", "0123456789abcdef"] { #expect(!result.out.contains(secret)) }
    }
  }

  @Test(
    "A config that does not read, and a data dir that is a file, leave all else to be looked at")
  func unreadable() async throws {
    try await Sandbox.use { box in
      try box.write("config.json", "{ \"runner\": \"custom\", \"interval\": \"soon\" }")
      try box.write("data", "x")
      let result = try await box.looop("doctor")
      #expect(result.code == 1 && result.err.isEmpty)
      Golden.expect(Self.steady(result.out, box), at: "golden/doctor/unreadable.txt")
    }
  }

  @Test("It changes nothing, with a pulse down and with an installation half done")
  func untouched() async throws {
    try await Sandbox.use(Self.config) { box in
      try Self.heron(box)
      try await box.must("pause")
      try box.sensor("s", "echo '{\"signal\":1}'")
      let before = try await Self.everything(box)
      #expect(before.count > 500)
      for words in [["doctor"], ["doctor", "--json"]] {
        #expect(try await box.start(words).finish().code == 0)
      }
      #expect(try await Self.everything(box) == before)
    }
  }

  @Test("A data dir that a newer looop wrote, and one that others may change, fail as such")
  func foreign() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.write("data/.looop.json", #"{"format":99}"#)
      _ = try await box.shell("chmod 755 .; chmod 777 data")
      let failed = try await Self.findings(box).filter { $0["status"] == "fail" }
      #expect(Set(failed.map { $0["check"].string ?? "" }).isSuperset(of: ["folder", "owner"]))
      _ = try await box.shell("chmod 700 data")
    }
  }

  @Test("A version that a program prints forges no line and shows no secret")
  func hostile() async throws {
    try await Sandbox.use(Self.config) { box in
      try Self.heron(box, version: "1.3 sk-heron-0123456789abcdef\u{1B}[2J'; echo '  fail  x  y")
      let key = ["HERON_API_KEY": "sk-heron-0123456789abcdef"]
      let result = try await box.looop("doctor", environment: key)
      #expect(!result.out.contains("0123456789abcdef") && !result.out.contains("\u{1B}"))
      #expect(!result.out.contains("\n  fail  x"))
      let json = try await box.looop("doctor", "--json", environment: key)
      #expect(!json.out.contains("0123456789abcdef") && json.out.contains("[redacted: "))
    }
  }

  @Test(
    "Without /proc it says what is not known",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func blind() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let script = "mount -t tmpfs none /proc && exec \"$@\""
      let result = try await box.launch(
        (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script, "sh", Binary.path, "doctor"]
      ).finish()
      #expect(result.code == 0, "\(result.err)")
      #expect(result.out.contains("  warn  processes     Not known: which processes run."))
      #expect(result.out.hasSuffix(" warn\n"))
    }
  }

  @Test(
    "When no more files can be watched it says so",
    .enabled(if: Privileges.ownLimits != nil, "needs limits of its own"))
  func watches() async throws {
    try await Sandbox.use { box in
      let limit = "echo 0 >/proc/sys/user/max_inotify_instances && exec \"$@\""
      let result = try await box.launch(
        (Privileges.ownLimits ?? []) + ["/bin/sh", "-c", limit, "sh", Binary.path, "doctor"]
      ).finish()
      #expect(result.code == 1, "\(result.err)")
      #expect(result.out.contains("  fail  watches       No more files"))
    }
  }

  @Test(
    "Another user's data dir, which may not be looked into, is said line by line",
    .enabled(if: Privileges.anotherUser != nil, "needs root"))
  func anotherUser() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      _ = try await box.shell("chmod 755 '\(box.root)'; chmod 644 config.json")
      let result = try await box.launch(
        (Privileges.anotherUser?.words ?? []) + [Binary.path, "doctor"]
      ).finish()
      #expect(result.code == 1 && result.out.hasSuffix(" warn\n"), "\(result.err)")
      #expect(result.out.contains("  fail  "))
    }
  }

  @Test("Whatever call fails, it is a line and not the end")
  func faults() async throws {
    try await Sandbox.use(Self.config) { box in
      try Self.heron(box)
      try await box.must("pause")
      for call in ["open", "read", "lstat", "opendir", "readdir"] {
        for number in [1, 2, 3, 5, 8, 13, 21, 34] {
          guard let result = try await box.run(["doctor"], failing: call, number) else { break }
          #expect([0, 1].contains(result.code), "\(call) \(number): \(result.err)")
          #expect(
            result.out.hasSuffix(" warn\n"),
            "\(call) \(number): \(box.shown(result.out + result.err))")
        }
      }
    }
  }

  @Test("A worker may run it")
  func inside() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" doctor --json >'\(box.path("said"))'")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      #expect(try JSON(box.text("said"))["ok"] == true)
    }
  }
}
