import Foundation
import HTTPServer
import TestSupport
import Testing

/// `install.sh` and `scripts/dist`, with a program of the test's in place of a built one.
@Suite("Installing")
struct InstallTests {
  private static let root = Fixtures.folder.appending(path: "../..").standardizedFileURL.path()
  private static let script = root + "install.sh"

  /// A program that says that version; `state` is what it says of its loop.
  private static func program(_ version: String, state: String = #"{"pulse_alive":false}"#)
    -> String
  {
    """
    #!/bin/sh
    case $1 in
      version) echo 'looop \(version)' ;;
      state) echo '\(state)' ;;
      completions) echo "completions of $2" ;;
      *) exit 64 ;;
    esac

    """
  }

  /// Packs `version` into `releases`, as the latest.
  private static func release(_ version: String, in box: Sandbox) async throws {
    let binary = try box.write("built/looop-\(version)", program(version), mode: 0o755)
    let packed = try await box.launch([root + "scripts/dist", binary, box.path("packed")]).finish()
    #expect(packed.code == 0, "\(packed.err)")
    let moved = try await box.shell(
      """
      mkdir -p releases/latest/download releases/download/v\(version)
      cp packed/VERSION releases/latest/download
      mv packed/*.tar.gz packed/*.sha256 releases/download/v\(version)
      """)
    #expect(moved.code == 0, "\(moved.err)")
  }

  private static func install(
    _ box: Sandbox, _ words: String..., environment: [String: String] = [:]
  ) async throws -> Finished {
    let places = ["LOOOP_RELEASES": "file://\(box.path("releases"))", "TMPDIR": box.root]
    return try await box.launch(
      ["/bin/sh", script] + words, environment: places.merging(environment) { $1 }
    ).finish()
  }

  @Test("The latest goes to ~/.local, with all that belongs to it, and is gone again")
  func life() async throws {
    try await Sandbox.use(nil) { box in
      try await Self.release("1.2.3", in: box)
      try await Self.release("1.3.0", in: box)
      let made = try await Self.install(box)
      #expect(made.code == 0, "\(made.err)")
      Golden.expect(box.shown(made.out), at: "golden/install/installed.txt")
      #expect(box.text("home/.local/bin/looop") == Self.program("1.3.0"))
      let fish = "home/.local/share/fish/vendor_completions.d/looop.fish"
      #expect(box.text(fish) == "completions of fish\n")
      let older = try await Self.install(box, "--version", "v1.2.3")
      #expect(older.code == 0 && box.text("home/.local/bin/looop") == Self.program("1.2.3"))
      #expect(box.names(in: "home/.local/bin") == ["looop"])
      try box.write("data/.looop.json", "{}")
      try box.write("config.json", "{}")
      let kept = try await Self.install(box, "--uninstall", "--keep-data")
      #expect(kept.code == 0 && kept.out.contains("kept: \(box.data), \(box.config)"))
      #expect(!box.exists("home/.local/bin/looop") && !box.exists(fish))
      #expect(box.exists("data/.looop.json") && box.exists("config.json"))
      #expect(try await Self.install(box).code == 0)
      let gone = try await Self.install(box, "--uninstall")
      #expect(gone.code == 0 && !box.exists("data") && !box.exists("config.json"))
      #expect(try await Self.install(box, "--uninstall").code == 1)
      // Nothing of it is left in the temporary folder either.
      #expect(!box.names(in: ".").contains { $0.hasPrefix("looop-install") })
    }
  }

  @Test("A data dir is removed by its own mark alone")
  func marked() async throws {
    try await Sandbox.use(nil) { box in
      try await Self.release("1.0.0", in: box)
      #expect(try await Self.install(box).code == 0)
      try box.write("data/thesis.txt", "mine")
      #expect(try await Self.install(box, "--uninstall").code == 0)
      #expect(box.text("data/thesis.txt") == "mine")
    }
  }

  @Test(
    "Blanks, emoji and dashes in the folder's name, and a relative one",
    arguments: ["my tools 🦉", "-tools", "it's \"here\" $HOME%"])
  func prefixes(_ name: String) async throws {
    try await Sandbox.use(nil) { box in
      try await Self.release("1.0.0", in: box)
      for prefix in [box.path(name), "./\(name)"] {
        let made = try await Self.install(
          box, "--prefix", prefix, environment: ["HOME": "", "XDG_STATE_HOME": "odd place"])
        #expect(made.code == 0, "\(made.err)")
        #expect(box.text("\(name)/bin/looop") == Self.program("1.0.0"))
        let gone = try await Self.install(
          box, "--uninstall", "--keep-data", "--prefix=\(prefix)", environment: ["HOME": ""])
        #expect(gone.code == 0 && !box.exists("\(name)/bin/looop"), "\(gone.err)")
      }
    }
  }

  private enum Trouble: String, CaseIterable {
    case homeless, wrongOption, noValue, noVersion, changed, noChecksum, emptyChecksum, cutArchive
    case liar, crashes, plainHTTP, noPlace, unwritable
  }

  @Test(
    "Every failure says what and how to mend it, and leaves what was there",
    arguments: Trouble.allCases.map(\.rawValue))
  func failures(_ name: String) async throws {
    let trouble = try #require(Trouble(rawValue: name))
    try await Sandbox.use(nil) { box in
      try await Self.release("1.0.0", in: box)
      try box.write("home/.local/bin/looop", Self.program("0.9.0"), mode: 0o755)
      let folder = box.path("releases/download/v1.0.0")
      let archive = try #require(box.names(in: folder).first { $0.hasSuffix(".gz") })
      var words: [String] = []
      var environment: [String: String] = [:]
      switch trouble {
      case .homeless: environment["HOME"] = ""
      case .wrongOption: words = ["--sudo"]
      case .noValue: words = ["--version"]
      case .noVersion: words = ["--version", "9.9.9"]
      case .changed: try box.write("\(folder)/\(archive)", "not what was published")
      case .noChecksum: try FileManager.default.removeItem(atPath: "\(folder)/\(archive).sha256")
      case .emptyChecksum: try box.write("\(folder)/\(archive).sha256", "\n")
      case .cutArchive:
        let half = box.bytes("\(folder)/\(archive)").prefix(100)
        try Data(half).write(to: URL(filePath: "\(folder)/\(archive)"))
        _ = try await box.shell("cd '\(folder)' && sha256sum '\(archive)' >'\(archive).sha256'")
      case .liar, .crashes:
        let script = trouble == .liar ? Self.program("6.6.6") : "#!/bin/sh\necho no; exit 1\n"
        try box.write("forged", script, mode: 0o755)
        _ = try await box.shell(
          """
          mkdir t && tar -xzf '\(folder)/\(archive)' -C t
          for file in t/*/bin/looop; do cp forged "$file"; done
          cd t && tar -czf '\(folder)/\(archive)' * && cd '\(folder)' \\
            && sha256sum '\(archive)' >'\(archive).sha256'
          """)
      case .plainHTTP: environment["LOOOP_RELEASES"] = "http://example.invalid/releases"
      case .noPlace: environment["LOOOP_RELEASES"] = ""
      case .unwritable:
        try box.write("file", "x")
        words = ["--prefix", box.path("file")]
      }
      let result = try await box.launch(
        ["/bin/sh", Self.script] + words,
        environment: [
          "LOOOP_RELEASES": "file://\(box.path("releases"))", "TMPDIR": box.root,
        ].merging(environment) { $1 }
      ).finish()
      #expect(result.code == 1 && result.out.isEmpty, "\(result.out)\(result.err)")
      let lines = result.err.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].hasPrefix("install.sh: "), "\(result.err)")
      #expect(lines.last?.hasPrefix("  ") == true, "\(result.err)")
      if trouble == .changed { #expect(result.err.contains("its checksum differs")) }
      #expect(box.text("home/.local/bin/looop") == Self.program("0.9.0"))
    }
  }

  @Test(
    "A running pulse of another version is replaced only when that is said, and how to go on is said"
  )
  func running() async throws {
    try await Sandbox.use(nil) { box in
      try await Self.release("1.0.0", in: box)
      let former = Self.program("0.9.0", state: #"{"v":1,"pulse_alive":true}"#)
      try box.write("home/.local/bin/looop", former, mode: 0o755)
      let held = try await Self.install(box)
      #expect(held.code == 1 && held.err.contains("a pulse of looop 0.9.0 runs from"))
      #expect(held.err.contains("looop down --keep-workers") && held.err.contains("--over-running"))
      #expect(box.text("home/.local/bin/looop") == former)
      let made = try await Self.install(box, "--over-running")
      #expect(made.code == 0 && made.out.contains("looop down --keep-workers && looop up"))
      #expect(box.text("home/.local/bin/looop") == Self.program("1.0.0"))
      // The same version is no other version, and a pulse that is up is never uninstalled.
      try box.write(
        "home/.local/bin/looop", Self.program("1.0.0", state: #"{"pulse_alive":true}"#), mode: 0o755
      )
      #expect(try await Self.install(box).code == 0)
      try box.write("home/.local/bin/looop", former, mode: 0o755)
      let up = try await Self.install(box, "--uninstall")
      #expect(up.code == 1 && up.err.contains("looop down"))
      #expect(box.text("home/.local/bin/looop") == former)
    }
  }

  @Test("From a server, through a pipe into sh, as the front page has it", .needs(.curl))
  func served() async throws {
    try await Sandbox.use(nil) { box in
      try await Self.release("1.0.0", in: box)
      let folder = box.path("releases")
      let server = try HTTPServer { request in
        let file = URL(filePath: folder + request.path)
        guard let data = try? Data(contentsOf: file) else {
          return (HTTPResponse(404, "none"), nil)
        }
        return (HTTPResponse(200, raw: [UInt8](data)), nil)
      }
      let made = try await box.shell(
        "cat '\(Self.script)' | sh -s -- --prefix \"$HOME/a b\"",
        environment: ["LOOOP_RELEASES": "http://127.0.0.1:\(server.port)", "TMPDIR": box.root])
      #expect(made.code == 0, "\(made.err)")
      #expect(box.text("home/a b/bin/looop") == Self.program("1.0.0"))
      let none = try await box.shell(
        "sh '\(Self.script)' --version 3.0.0",
        environment: ["LOOOP_RELEASES": "http://127.0.0.1:\(server.port)", "TMPDIR": box.root])
      #expect(none.code == 1 && none.err.contains("404") && none.err.contains("--version V"))
    }
  }

  @Test("A script that was cut off does nothing")
  func cut() async throws {
    try await Sandbox.use(nil) { box in
      try await Self.release("1.0.0", in: box)
      let whole = try String(contentsOfFile: Self.script, encoding: .utf8)
      for part in [3, 2] {
        let half = try box.write("half.sh", String(whole.prefix(whole.count / part)))
        _ = try await box.shell(
          "sh '\(half)'", environment: ["LOOOP_RELEASES": "file://\(box.path("releases"))"])
        #expect(!box.exists("home/.local"))
      }
    }
  }

  @Test("The same program of the same commit packs to the same bytes")
  func reproducible() async throws {
    try await Sandbox.use(nil) { box in
      let binary = try box.write("looop", Self.program("1.0.0"), mode: 0o755)
      var sums: [String] = []
      for folder in ["one", "two"] {
        let packed = try await box.shell(
          "umask 0\(folder == "one" ? "77" : "02"); '\(Self.root)scripts/dist' '\(binary)' \(folder)"
        )
        #expect(packed.code == 0, "\(packed.err)")
        let sum = try #require(box.names(in: folder).first { $0.hasSuffix(".sha256") })
        sums.append(box.text("\(folder)/\(sum)"))
      }
      #expect(sums[0] == sums[1] && !sums[0].isEmpty)
      // Two within one second agree by chance: each has the moment of the commit.
      let commit = try await box.shell(
        "git -C '\(Self.root)' log -1 --format=%ct || echo 315532800")
      _ = try await box.shell("mkdir out && tar -C out -xzf one/*.tar.gz")
      for name in try FileManager.default.subpathsOfDirectory(atPath: box.path("out")) {
        let facts = try FileManager.default.attributesOfItem(atPath: box.path("out/\(name)"))
        let moment = (facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        #expect("\(Int(moment))\n" == commit.out, "\(name)")
      }
      let listed = try await box.shell("tar -tzf one/*.tar.gz | sed 's/-[a-z]*-[a-z0-9_]*\\//\\//'")
      for file in ["bin/looop", "LICENSE", "README.md", "completions/_looop"] {
        #expect(listed.out.contains("looop-1.0.0/\(file)\n"), "\(listed.out)")
      }
    }
  }

  @Test("shellcheck finds nothing in the scripts", .needs(.shellcheck))
  func clean() async throws {
    try await Sandbox.use(nil) { box in
      let scripts = [
        "install.sh", "scripts/dist", "scripts/check-release", "Tests/Fixtures/readme/claude",
      ].map { Self.root + $0 }
      let result = try await box.launch(["/usr/bin/env", "shellcheck"] + scripts).finish()
      #expect(result.code == 0, "\(result.out)")
    }
  }
}
