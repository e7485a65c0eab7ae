import Foundation
import TestSupport
import Testing

@Suite("service")
struct ServiceTests {
  private static let unit = "home/.config/systemd/user/looop.service"

  /// A systemctl that keeps what it was asked, and answers as one would.
  private static func manager(_ box: Sandbox, fails: Bool = false) throws {
    try box.program(
      "systemctl",
      """
      echo "$*" >>'\(box.path("asked"))'
      case "$2" in
        is-enabled) echo enabled ;;
        is-active) echo inactive; exit 3 ;;
        *) \(fails ? "echo 'Failed to connect to bus'; exit 1" : "exit 0") ;;
      esac
      """)
  }

  private static func service(
    _ box: Sandbox, _ words: String..., environment: [String: String] = [:]
  ) async throws -> Finished {
    try await box.start(
      ["service"] + words + ["--manager", "systemd"], environment: environment
    ).finish()
  }

  @Test("install writes the unit, enables and starts it; status and uninstall know it")
  func life() async throws {
    try await Sandbox.use { box in
      try Self.manager(box)
      let made = try await Self.service(
        box, "install", "--env", "TOKEN", environment: ["TOKEN": "a b%$\""])
      #expect(made.code == 0, "\(made.err)")
      let text = box.text(Self.unit)
      #expect(text.contains("up --foreground --data-dir \(box.data)\n"))
      #expect(text.contains("Environment=\"TOKEN=a b%%$\\\"\"\n"))
      #expect(text.contains("Environment=LOOOP_CONFIG=\(box.config)\n"))
      #expect(text.contains("\nWorkingDirectory=\(box.root)\n"))
      let facts = try FileManager.default.attributesOfItem(atPath: box.path(Self.unit))
      #expect(facts[.posixPermissions] as? Int == 0o600)
      #expect(
        box.text("asked") == "--user daemon-reload\n--user enable --now looop.service\n")
      Golden.expect(box.shown(made.out), at: "golden/service/install.txt")
      let status = try await Self.service(box, "status")
      Golden.expect(box.shown(status.out), at: "golden/service/status.txt")
      let json = try await Self.service(box, "status", "--json").json()
      #expect(json["installed"] == true && json["enabled"] == "enabled")
      #expect(json["active"] == "inactive" && json["pulse_alive"] == false)
      // Again is no mistake.
      #expect(try await Self.service(box, "install").code == 0)
      let gone = try await Self.service(box, "uninstall")
      #expect(gone.code == 0 && !box.exists(Self.unit) && box.exists("data/PLAYBOOK.md"))
      #expect(
        box.text("asked").hasSuffix("--user disable --now looop.service\n--user daemon-reload\n"))
      #expect(try await Self.service(box, "uninstall").out == "there is no service looop\n")
    }
  }

  @Test("Without systemctl, or without its bus, the file is there and the next step is said")
  func unmanaged() async throws {
    try await Sandbox.use { box in
      let bare = try await Self.service(box, "install", environment: ["PATH": box.bin])
      #expect(bare.code == 0 && box.exists(Self.unit))
      #expect(bare.err.contains("systemctl is not on PATH") && bare.err.contains("enable --now"))
      try Self.manager(box, fails: true)
      let failed = try await Self.service(box, "install")
      #expect(failed.code == 1 && box.exists(Self.unit))
      #expect(
        failed.err.contains("Failed to connect to bus") && failed.err.contains("Once that works"))
      let gone = try await Self.service(box, "uninstall")
      #expect(gone.code == 1 && !box.exists(Self.unit))
      #expect(gone.err.contains("looop down"))
    }
  }

  @Test("A pulse that is up is left as it is, and the way over is said")
  func pulse() async throws {
    try await Sandbox.use { box in
      try Self.manager(box)
      try await box.must("up")
      let pid = try box.pulse()
      let made = try await Self.service(box, "install")
      #expect(made.code == 0 && made.out.contains("looop down --keep-workers && systemctl"))
      #expect(box.text("asked").contains("--user enable looop.service"))
      #expect(!box.text("asked").contains("--now"))
      #expect(try box.pulse() == pid)
    }
  }

  @Test("A unit that looop did not make, and that of another loop, stay")
  func foreign() async throws {
    try await Sandbox.use { box in
      try Self.manager(box)
      try box.write(Self.unit, "[Service]\nExecStart=/bin/mine\n")
      for verb in ["install", "uninstall"] {
        let result = try await Self.service(box, verb)
        #expect(result.code == 64 && result.err.contains("was not made by looop"), "\(verb)")
      }
      #expect(box.text(Self.unit) == "[Service]\nExecStart=/bin/mine\n")
      try box.write(
        Self.unit, "# Made by `looop service install` for /other\nExecStart=/bin/looop up\n")
      let other = try await Self.service(box, "install")
      #expect(
        other.code == 64 && other.err.contains("another loop") && other.err.contains("--name"))
      #expect(try await Self.service(box, "install", "--name", "second").code == 0)
      #expect(box.exists("home/.config/systemd/user/second.service"))
      #expect(!box.exists("asked") || !box.text("asked").contains("looop.service"))
    }
  }

  @Test("Odd places: no HOME, a relative XDG folder, blanks and emoji")
  func places() async throws {
    try await Sandbox.use { box in
      try Self.manager(box)
      let homeless = try await Self.service(box, "install", environment: ["HOME": ""])
      #expect(homeless.code == 78 && homeless.err.contains("Set HOME"))
      let odd = box.path("my konfig 🦉")
      let placed = try await Self.service(box, "install", environment: ["XDG_CONFIG_HOME": odd])
      #expect(placed.code == 0 && box.exists("\(odd)/systemd/user/looop.service"))
      #expect(box.text("\(odd)/systemd/user/looop.service").contains("🦉"))
      #expect(
        try await Self.service(box, "install", environment: ["XDG_CONFIG_HOME": "here"]).code == 0)
      #expect(box.exists(Self.unit))
    }
  }

  @Test("Without a runner it is refused as `up` is, and from inside it never runs")
  func fenced() async throws {
    try await Sandbox.use(nil) { box in
      let bare = try await Self.service(box, "install", "--print")
      #expect(bare.code == 78 && bare.err.contains("looop init"))
      #expect(!box.exists(Self.unit))
    }
    try await Sandbox.use { box in
      let inside = try await Self.service(
        box, "install", environment: ["LOOOP_SESSION_ID": "w"])
      #expect(inside.code == 77 && !box.exists(Self.unit))
    }
  }

  private static let analyzer = "/usr/bin/systemd-analyze"

  @Test(
    "systemd-analyze finds nothing in it",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: analyzer),
      "there is no systemd-analyze to run"))
  func verified() async throws {
    try await Sandbox.use { box in
      try await box.must("service", "status")
      let text = try await Self.service(box, "install", "--print").out
      try box.write("looop.service", text)
      let verified = try await box.launch(
        [
          "/usr/bin/env", "XDG_RUNTIME_DIR=\(box.root)", Self.analyzer, "--user", "--man=no",
          "verify", box.path("looop.service"),
        ]
      ).finish()
      #expect(!(verified.out + verified.err).contains("looop.service:"), "\(verified.err)")
    }
  }
}
