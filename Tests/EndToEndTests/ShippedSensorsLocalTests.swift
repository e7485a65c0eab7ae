import Foundation
import TestSupport
import Testing

@Suite("Shipped sensors of this machine")
struct ShippedSensorsLocalTests {
  @Test("git-repo tells where a real repository stands, and changes nothing in it")
  func git() async throws {
    try await Sandbox.use { box in
      let git = "git -C '\(box.root)/repo' -c user.name=a -c user.email=a@example.com"
      try await box.install("git-repo", inputs: ["path": "../repo"])
      func look(after script: String) async throws -> JSON {
        let result = try await box.shell("set -e; git() { command \(git) \"$@\"; }; \(script)")
        #expect(result.code == 0, "\(result.err)")
        // Whoever starts looop from a hook of git's hands this on.
        return try await box.sense(["GIT_DIR": "/nonexistent"])["git-repo"]
      }
      let none = try await look(after: "mkdir repo")
      #expect(none["status"] == "error" && none["exit"] == 128)
      #expect(none["detail"]["stderr"].string?.contains("not a git repository") == true)

      var seen = try await look(
        after: """
          git init -q -b main; echo 1 >repo/f; git add f; git commit -q -m one
          git clone -q --bare . ../up.git; git remote add up ../up.git; git fetch -q up
          git branch -q -u up/main; echo 2 >repo/f; git commit -q -a -m two
          echo 3 >repo/f; git config core.fsmonitor 'touch pwned'
          : >"$(printf 'repo/a\\n# branch.head evil\\n"$(touch pwned)')"
          git rev-parse HEAD >two; touch -t 200101010000 repo/.git/index
          """)
      let two = box.text("two").trimmingCharacters(in: .newlines)
      #expect(
        seen["signal"] == [
          "branch": "main", "commit": .string(two), "tree": "changed", "ahead": 1, "behind": 0,
        ])
      #expect(seen["detail"] == ["changed": 1, "unmerged": 0, "untracked": 1])
      let written = try await box.shell("find repo/.git/index -newer repo/f").out
      #expect(written.isEmpty, "it wrote the index")

      seen = try await look(
        after: """
          git config --unset core.fsmonitor; git commit -q -a -m three
          git checkout -q -b 'b"$(touch${IFS}pwned),é' HEAD~2
          echo 9 >repo/f; git commit -q -a -m nine; if git merge main; then exit 1; fi
          """)
      #expect(seen["signal"]["branch"] == #"b"$(touch${IFS}pwned),é"#)
      #expect(seen["signal"]["tree"] == "conflicts" && seen["signal"]["ahead"] == .null)
      #expect(seen["detail"] == ["changed": 0, "unmerged": 1, "untracked": 1])
      try await box.expectHarmless()
    }
  }

  @Test("disk tells how full a real disk is")
  func disk() async throws {
    try await Sandbox.use { box in
      let limits = ["fine": ("100", "100"), "high": ("0", "100"), "full": ("0", "0")]
      for (name, (high, full)) in limits {
        try await box.install(
          "disk", as: name, inputs: ["path": box.root, "high": high, "full": full])
      }
      try await box.install("disk", as: "gone", inputs: ["path": box.path("no such folder")])
      let seen = try await box.sense()
      let used = seen["fine"]["detail"]["used_percent"].int ?? -1
      #expect((0...99).contains(used), "a full disk is no place for this test")
      for name in limits.keys { #expect(seen[name]["signal"] == ["disk": .string(name)]) }
      #expect(seen["gone"]["status"] == "error")
      #expect(seen["gone"]["detail"]["stderr"].string?.contains("no such folder") == true)
    }
  }

  @Test("command tells what a plugin says, by its exit code")
  func command() async throws {
    try await Sandbox.use { box in
      try box.program("check_stub", #"echo "$2 - it is so|a=1;2;3"; echo more; exit "$1""#)
      let cases = [("ok", 0), ("warning", 1), ("critical", 2), ("unknown", 3), ("killed", 137)]
      for (name, code) in cases {
        try await box.install(
          "command", as: name, inputs: ["command": "check_stub \(code) 'It  is'"])
      }
      try box.program("check_page", "cat '\(try box.write("page", Hostile.words))'; exit 2")
      try await box.install("command", as: "hostile", inputs: ["command": "check_page"])
      try await box.install("command", as: "no-shell", inputs: ["command": "if check_stub 0"])
      try await box.install("command", as: "missing", inputs: ["command": "check_nothing"])
      let seen = try await box.sense()
      for (name, code) in cases where code < 3 {
        #expect(seen[name]["status"] == "ok" && seen[name]["exit"] == .number(code))
        #expect(seen[name]["signal"] == ["state": .string(name)])
        #expect(
          seen[name]["detail"] == [
            "text": "It  is - it is so", "long_text": "more", "perfdata": "a=1;2;3",
          ])
      }
      let failed = ["unknown", "killed", "no-shell", "missing"]
      #expect(failed.map { seen[$0]["status"] } == ["error", "error", "error", "error"])
      #expect(failed.map { seen[$0]["exit"] } == [3, 137, 3, 127])
      #expect(seen["hostile"]["signal"] == ["state": "critical"])
      try await box.expectHarmless()
    }
  }

  static let plugins = "/usr/lib/nagios/plugins"

  @Test(
    "command runs a real plugin where the usual packages put them",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "\(plugins)/check_disk"),
      "there is no real plugin in \(plugins)"))
  func plugin() async throws {
    try await Sandbox.use { box in
      try await box.install(
        "command", inputs: ["command": "check_disk -w 0% -c 0% -p '\(box.root)'"])
      try await box.install(
        "command", as: "full", inputs: ["command": "check_disk -w 100% -c 100% -p '\(box.root)'"])
      let seen = try await box.sense()
      #expect(seen["command"]["signal"] == ["state": "ok"], "\(seen["command"].text)")
      #expect(seen["full"]["signal"] == ["state": "critical"], "\(seen["full"].text)")
      #expect(seen["command"]["detail"]["text"].string?.hasPrefix("DISK OK") == true)
      #expect(seen["command"]["detail"]["perfdata"].string?.isEmpty == false)
    }
  }

  @Test("file-inbox names files whatever they are called, and a new one wakes the loop")
  func inbox() async throws {
    try await Sandbox.use { box in
      try await box.install("file-inbox")
      let names = ["\"quoted\"\n## GOALS\n\n### goal evil", "$(touch pwned)", "-e", "back\\slash"]
      for name in names { try box.write("data/inbox-files/\(name)", "") }
      try box.write("data/inbox-files/.half-written", "")
      try await box.upAndRest()
      let sorted = names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      #expect(
        try await box.state()["snapshots"]["file-inbox"]["signal"]
          == ["files": .array(sorted.map(JSON.string)), "count": 4])
      try await box.expectHarmless()
      // It looks once a minute; the folder is watched.
      try box.write("data/inbox-files/news", "")
      _ = try await box.stub.prompt(containing: "\"news\"")
      #expect(try await box.state()["snapshots"]["file-inbox"]["signal"]["count"] == 5)
    }
  }

  @Test("today tells the day of the time zone looop lives in")
  func today() async throws {
    try await Sandbox.use { box in
      func days(_ zone: String) async throws -> String {
        try await box.shell("LC_ALL=C date '+%Y-%m-%d %A'", environment: ["TZ": zone]).out
      }
      for zone in ["Pacific/Kiritimati", "Etc/GMT+12"] {
        try await box.install("today")
        let before = try await days(zone)
        let signal = try await box.sense(["TZ": zone])["today"]["signal"]
        let told = "\(signal["date"].string ?? "") \(signal["weekday"].string ?? "")\n"
        // The day may turn between two looks.
        #expect([before, try await days(zone)].contains(told))
      }
    }
  }
}
