import TestSupport
import Testing

/// A preset names the versions it works with, and commands for older ones.
@Suite("The versions of a runner")
struct RunnerVersionTests {
  private static func preset(_ box: Sandbox) throws {
    try box.write(
      "presets/runners/heron.yaml",
      """
      binary: heron
      install_hint: Get a newer heron.
      needs: ">=1.2"
      version_command: heron what-are-you
      older:
        below: "1.10"
        tick_command: heron --plain
      tick_command: heron --fancy
      worker_command: heron --work
      stream: text
      """)
  }

  private static func install(_ box: Sandbox, _ version: String) throws {
    try box.program(
      "heron",
      """
      case "$*" in
      what-are-you) echo 'heron \(version) (build 7)' ;;
      --help) echo '--plain --fancy --work' ;;
      *) exit 3 ;;
      esac
      """)
  }

  @Test("init writes the commands for the version that is installed, and says when it is too old")
  func initialise() async throws {
    try await Sandbox.use(nil) { box in
      try Self.preset(box)
      for (version, command, said) in [
        ("1.10", "heron --fancy", ""), ("v2.0.1", "heron --fancy", ""),
        ("1.9.3", "heron --plain", "1.9.3: the commands are those for versions below 1.10"),
        (
          "1.1.99", "heron --fancy", "1.1.99 is too old: the preset needs >=1.2. Get a newer heron."
        ),
        ("unknown", "heron --fancy", ""),
      ] {
        try Self.install(box, version)
        let out = try await box.must("init", "--runner", "heron")
        #expect(try JSON(box.text("config.json"))["tick_command"].string == command, "\(version)")
        #expect(out.contains("version  ") == !said.isEmpty && out.contains(said), "\(out)")
      }
      let number = try await ShippedPresets.number(of: "heron", in: box)
      try Self.install(box, "1.3")
      try await box.must("init", input: .text(number))
      #expect(try JSON(box.text("config.json"))["tick_command"] == "heron --plain")
    }
  }

  @Test("runner test fails on a version that is too old, and on commands that are not for it")
  func tested() async throws {
    try await Sandbox.use(["runner": "heron", "tick_command": .null, "worker_command": .null]) {
      box in
      try Self.preset(box)
      try Self.install(box, "1.1")
      let old = try await box.looop("runner", "test", "heron")
      #expect(old.code == 1)
      #expect(
        old.out.contains(
          "failed     version       heron 1.1 (build 7) is too old: the preset needs >=1.2. Get a"))
      try Self.install(box, "1.9")
      let older = try await box.looop("runner", "test", "heron")
      #expect(older.code == 1 && older.out.contains("Run `looop init --runner heron`"))
      try await box.must("init", "--runner", "heron")
      #expect(try await box.looop("runner", "test", "heron").code == 0)
      #expect(try await box.must("runner", "show", "heron").contains("needs              >=1.2\n"))
    }
  }

  @Test("The ask of a runner that cannot work says which version its preset needs")
  func failure() async throws {
    try await Sandbox.use(["runner": "heron", "tick_command": .null, "worker_command": .null]) {
      box in
      try Self.preset(box)
      try box.program(
        "heron", "cat >/dev/null; echo \"error: unknown option '--fancy'\" >&2; exit 2")
      try await box.must("goal", "write", "g", "Work.")
      for _ in 1...3 { _ = try await box.looop("beat") }
      #expect(try await box.must("asks").contains("Its preset needs version >=1.2 of heron."))
    }
  }

  @Test("A preset that does not read is refused where it is wrong")
  func wrong() async throws {
    try await Sandbox.use(nil) { box in
      for (line, said) in [
        ("needs: new", "odd.yaml:1:8: 'needs' should be a version such as '>=1.2', not 'new'"),
        ("older: {tick_command: x}", "'older' needs 'below', a version such as '1.2'"),
        ("drop_env: [A*B]", "'A*B' is not the name of a variable"),
        ("pass_env: ['*']", "'*' is not the name of a variable"),
      ] {
        try box.write("presets/runners/odd.yaml", line + "\n")
        let shown = try await box.looop("runner", "show", "odd")
        #expect(shown.code == 78 && shown.err.contains(said), "\(shown.err)")
      }
    }
  }

  // MARK: Options in a help

  @Test(
    "An option that a help cuts, or that a subcommand may have, is unchecked; a gone one failed")
  func hidden() async throws {
    try await Sandbox.use(nil) { box in
      for (help, status) in [
        ("  --max-steps-per-...  INTEGER  steps\n --log-level", "unchecked"),
        ("│ --max-steps-per-t…  INTEGER │\n│ --log-level │", "unchecked"),
        ("  --max-steps-per-\n  turn  INTEGER  steps\n --log-level", "unchecked"),
        ("  --max-steps-per-...  INTEGER  steps", "failed"),
        ("Usage: heron [OPTIONS] COMMAND [ARGS]...\n\nOptions:\n  --help", "unchecked"),
        ("Commands:\n  run (default)  Run.\n  serve\nOptions:\n  --log-level", "unchecked"),
        ("Options:\n  --max-steps  INTEGER", "failed"),
        ("Options:\n  --log-level\nCommands:\n  serve (default: no)", "failed"),
        ("Options:\n  --max-steps-per-turn  --log-level", "ok"),
      ] {
        try box.write("help", help + "\n")
        try box.program("heron", "[ \"$1\" = --help ] && exec cat '\(box.path("help"))'")
        try box.write(
          "presets/runners/heron.yaml",
          "binary: heron\ntick_command: heron --max-steps-per-turn 1 --log-level 2\n"
            + "worker_command: heron\n")
        let out = try await box.looop("runner", "test", "heron").out
        #expect(out.contains("\n\(status.padded) tick flags "), "\(help)\n\(out)")
      }
    }
  }

  @Test("A help is asked for in a width that cuts nothing")
  func width() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("heron", "[ \"${COLUMNS:-80}\" -ge 200 ] && echo '--max-steps-per-turn'")
      try box.write(
        "presets/runners/heron.yaml",
        "binary: heron\ntick_command: heron --max-steps-per-turn 1\nworker_command: heron\n")
      let out = try await box.looop("runner", "test", "heron").out
      #expect(out.contains("\nok         tick flags "), "\(out)")
    }
  }
}

extension String {
  fileprivate var padded: String { self + String(repeating: " ", count: 10 - count) }
}
