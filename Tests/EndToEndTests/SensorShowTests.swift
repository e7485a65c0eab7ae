import TestSupport
import Testing

@Suite("sensor show and sensor list")
struct SensorShowTests {
  private static let whole = """
    description: Counts things that are open
    owner: me
    links: [https://example.com/things]
    run: {env: clean, stdin: last_reading, exit_codes: nagios}
    every: 5m
    timeout: 10s
    ttl: 1h
    retry: {times: 2, delay: 10s}
    on_error: keep_last
    quiet_hours: [{days: [sat, sun], from: "22:00", to: "07:00"}]
    watch: [inbox-files]
    wake:
      ignore: [/at]
      tolerance: {/percent: 5}
      settle: 1m
      min_interval: 10m
      flap: {after: 3, within: 1h, action: mute}
    signal: {open: /items/*/id}
    detail: {titles: /items/*/title}
    inputs:
      repo: {description: the repository, required: true}
      branch: {description: its branch, default: main}
      label: {}
    requires: {commands: [sh, no-such-program], os: [linux, macos]}
    secrets: [FROM_ENV, FROM_FILE, "MISSING?"]
    network: [example.com]

    """

  /// A Wednesday at noon, and the Saturday night after it, UTC.
  private static let noon = 1_795_003_200
  private static let night = noon + 3 * 86_400 + 11 * 3_600

  private static func install(_ box: Sandbox) throws {
    try box.sensor("things", "echo '{}'", manifest: whole)
    try box.write("data/sensors/things.local.yaml", "repo: a/b\n")
    try box.write("data/secrets.env", "FROM_FILE=file-secret-value\n")
  }

  @Test("show tells everything of a sensor; of secrets whether they are set, and never a value")
  func whole() async throws {
    try await Sandbox.use(nil) { box in
      try Self.install(box)
      let environment = Sandbox.standing(at: Self.noon).merging(
        ["FROM_ENV": "environment-secret-value"]) { $1 }
      let text = try await box.looop("sensor", "show", "things", environment: environment)
      #expect(text.code == 0)
      let shown = box.shown(text.out).replacing(#/sh: \/\S+/#, with: "sh: /…/sh")
      Golden.expect(shown, at: "golden/sensor/show.txt")
      let json = try await box.looop("sensor", "show", "things", "--json", environment: environment)
      #expect(!(text.out + json.out).contains("secret-value"))
      let sheet = try json.json()
      #expect(
        sheet["secrets"].array.compactMap { $0["source"].string } == [
          "environment", "file", "unset",
        ])
      #expect(sheet["inputs"][0]["value"] == "a/b" && sheet["inputs"][0]["source"] == "local")
      #expect(sheet["timing"]["every_s"] == 300 && sheet["wake"]["settle_s"] == 60)
      #expect(sheet["programs"][1] == ["name": "no-such-program", "path": .null])
      #expect(sheet["lacks"].array.count == 1)
      let schema = try JSON(try await box.must("schema", "sensor-show"))
      let own = Set(schema["properties"].keys).subtracting(["shipped", "manifest", "script"])
      #expect(own == Set(sheet.keys))
    }
  }

  @Test(
    "In a sensor's quiet hours, which go by the zone, show says when it runs again",
    arguments: [
      ("UTC", "2026-11-22 07:00, in 8h"), ("Asia/Kathmandu", "2026-11-22 07:00, in 2h"),
      ("America/St_Johns", "at the next beat"),
    ])
  func quiet(zone: String, next: String) async throws {
    try await Sandbox.use(nil) { box in
      try Self.install(box)
      let environment = Sandbox.standing(at: Self.night).merging(["TZ": zone]) { $1 }
      let text = try await box.looop("sensor", "show", "things", environment: environment).out
      #expect(text.hasSuffix("\nnext run     \(next); the pulse is down\n"), "\(text)")
    }
  }

  @Test("show tells the last reading, since when, the last run and the next one")
  func reading() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.sensor(
        "things", "echo '{\"signal\":{\"n\":1}}'", manifest: "description: x\nevery: 1h\n")
      try await box.must("resume")
      try await box.upAndRest()
      let json = try JSON(try await box.must("sensor", "show", "things", "--json"))
      let last = try #require(json["last_run"].int)
      #expect(json["next_run"].int == last + 3_600)
      #expect(json["reading"]["status"] == "ok")
      let text = try await box.looop(
        "sensor", "show", "things", environment: Sandbox.standing(at: last)
      ).out
      #expect(
        text.contains("\nreading      ok since 20") && text.contains("\nsignal       {\"n\":1}\n"))
      #expect(text.contains("\nlast run     20"))
      let next = text.split(separator: "\n").first { $0.hasPrefix("next run") }
      #expect(next?.hasSuffix(", in 60m") == true)
    }
  }

  @Test("A failure beside which the last good reading stays is told by show and by list")
  func hidden() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor("things", "echo '{}'", manifest: "description: x\non_error: keep_last\n")
      try box.write(
        "data/snapshots/sensor-things.json",
        """
        {"v":1,"sensor":"things","ts":1,"status":"ok","signal":7,
        "memory":{"failure":"exited with code 3","last_good":1}}
        """)
      let text = try await box.must("sensor", "show", "things")
      #expect(
        text.contains("\nfailing      exited with code 3; the reading above is its last good one"))
      #expect(
        try await box.must("sensor", "list").contains(#/things +ok, failing +exited with code 3\n/#)
      )
      let row = try JSON(try await box.must("sensor", "list", "--json"))[0]
      #expect(row["state"] == "ok" && row["failing"] == "exited with code 3")
    }
  }

  @Test("The times of a manifest are shown as they were set, not rounded")
  func exactTimes() async throws {
    try await Sandbox.use(nil) { box in
      let manifest = """
        description: x
        every: 210m
        jitter: 150s
        timeout: 130s
        ttl: 15001s
        retry: {times: 3, delay: 125s}
        wake: {settle: 150s, min_interval: 7260s, flap: {after: 5, within: 9000s}}

        """
      try box.sensor("things", "echo '{}'", manifest: manifest)
      let text = try await box.must("sensor", "show", "things")
      for words in [
        "limits       130s and", "every        210m; plus", "(at most 150s)", "3x, 125s apart",
        "after 15001s", "lasts 150s", "at most once in 121m", "5 changes within 150m",
      ] {
        #expect(text.contains(words), "\(words)")
      }
    }
  }

  @Test("What the loop wrote is told to be so, until a human writes it")
  func byLoop() async throws {
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "write_sensor", "name": "seen", "script": "echo '{\"signal\":1}'",
        "manifest": "description: what the loop wants to see\n",
      ])
      let beat = try await box.looop("beat", "--json")
      #expect(try beat.json()["outcome"] == "acted", "\(beat.out)")
      #expect(
        try await box.must("sensor", "show", "seen").contains(
          "\ntrust        untrusted: the loop wrote it\n"))
      try await box.must("sensor", "write", "seen", "-", input: .text("echo '{\"signal\":1}'\n"))
      #expect(try await box.must("sensor", "show", "seen").contains("\ntrust        internal: "))
    }
  }

  @Test("A shipped sensor can be read before it is added, and beside one of the same name")
  func shipped() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("sensor", "show", "disk")
      #expect(result.code == 0 && result.out.hasPrefix("==> disk.yaml <==\ndescription: "))
      #expect(result.out.contains("\n==> disk.sh <==\n#!/bin/sh\n"))
      #expect(result.err.contains("`looop sensor add disk`"))
      #expect(!box.exists("data"))
      try box.sensor("disk", "echo '{}'")
      #expect(try await box.must("sensor", "show", "disk").hasPrefix("sensor       disk\n"))
      let json = try JSON(try await box.must("sensor", "show", "disk", "--shipped", "--json"))
      #expect(json["shipped"] == true && json["script"].string?.hasPrefix("#!/bin/sh") == true)
      let unknown = try await box.looop("sensor", "show", "dsk", "--shipped")
      #expect(unknown.code == 65 && unknown.err.contains("Did you mean 'disk'?"))
    }
  }

  @Test("list --shipped tells what each looks at and whether it is installed")
  func listShipped() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor("disk", "echo '{}'")
      let lines = try await box.must("sensor", "list", "--shipped").split(separator: "\n")
      let words = lines.map { $0.split(separator: " ").prefix(3) }
      #expect(words.contains(["disk", "installed", "How"]))
      #expect(words.contains { $0.starts(with: ["github-ci", "-"]) })
      let rows = try JSON(try await box.must("sensor", "list", "--shipped", "--json")).array
      #expect(
        rows.count == lines.count
          && rows.allSatisfy { $0.keys == ["description", "installed", "name"] })
    }
  }

  @Test("A sensor's words reach no terminal as an escape, and no line is wider than 80 columns")
  func hostile() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor(
        "bad",
        #"printf '{"signal":"a\\u001b[31m\\u202e","detail":"%s"}' "$(printf '\033]0;x\007')"; printf '\033[2J' >&2"#,
        manifest: """
          description: "\\e[31mred \\u202e and words that go on and on, so that they must be broken somewhere"
          owner: "\\e]0;title\\a"
          inputs: {x: {description: "\\e[2J", default: "\\e[1m"}}

          """)
      for words in [["sensor", "show", "bad"], ["sensor", "run", "bad"], ["sensor", "list"]] {
        let result = try await box.start(words).finish()
        let raw = result.out.unicodeScalars.filter {
          $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
        }
        #expect(raw.isEmpty && !result.out.unicodeScalars.contains("\u{202E}"), "\(words)")
        if words[1] == "show" {
          #expect(result.out.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
      }
    }
  }
}
