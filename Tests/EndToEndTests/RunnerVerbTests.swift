import Foundation
import TestSupport
import Testing

@Suite("runner")
struct RunnerVerbTests {
  private static let fixtures = Fixtures.folder.path(percentEncoded: false)

  /// An agent CLI that says its version and its options.
  private static func install(_ box: Sandbox, help: String) throws {
    try box.program(
      "codex",
      """
      case "$*" in
      --version) echo "warning: first" ; echo "codex-cli 7.8.9" ;;
      "exec --help") cat <<'HELP'
      \(help)
      HELP
      ;;
      *) echo "called with $*" >>'\(box.path("calls"))' ;;
      esac
      """)
  }

  private static let help = """
    --json --ephemeral --skip-git-repo-check --ignore-user-config --sandbox <MODE> --disable <F>
    -c, --config <K=V>  --dangerously-bypass-approvals-and-sandbox --output-schema <F> -m, --model
    """

  @Test("list says what is installed and what the config uses")
  func list() async throws {
    try await Sandbox.use(["runner": "codex", "worker_command": .null]) { box in
      try Self.install(box, help: "")
      let rows = try JSON(try await box.must("runner", "list", "--json")).array
      let codex = rows.first { $0["name"] == "codex" }
      #expect(codex?["path"].string == box.path("bin/codex") && codex?["found"] == true)
      #expect(codex?["uses"] == ["tick", "worker"] && codex?["kind"] == "headless")
      #expect(rows.first { $0["name"] == "demo" }?["found"] == true)
      let claude = rows.first { $0["name"] == "claude" }
      #expect(claude?["path"] == .null && claude?["found"] == false && claude?["uses"] == [])
      let schema = try JSON(try await box.must("schema", "runners"))
      #expect(schema["items"]["required"].array.compactMap(\.string).sorted() == claude?.keys)
      let lines = try await box.must("runner", "list").split(separator: "\n")
      #expect(lines.count == rows.count)
      let line = lines.first { $0.hasPrefix("codex ") }
      #expect(line?.contains(box.path("bin/codex")) == true)
      #expect(line?.hasSuffix("the config's tick and worker") == true)
    }
  }

  @Test("show tells all of a preset, of variables only the names")
  func show() async throws {
    try await Sandbox.use(nil) { box in
      let json = try JSON(try await box.must("runner", "show", "claude", "--json"))
      #expect(
        json["adapter"] == "claude" && json["tick_command"].string?.contains("claude -p") == true)
      #expect(json["documented_worker_command"].string?.contains("{{prompt_file}}") == true)
      #expect(json["env"].array.contains("DISABLE_AUTOUPDATER"))
      #expect(json["pass_env"].array.contains("ANTHROPIC_API_KEY"))
      let schema = try JSON(try await box.must("schema", "runner"))
      #expect(schema["required"].array.compactMap(\.string).sorted() == json.keys)
      let text = try await box.must("runner", "show", "claude")
      #expect(text.contains("\nprogram            not found. Install it with: npm install"))
      #expect(text.contains("\ntick               CLAUDE_CODE_MAX_RETRIES=1 claude -p"))
      #expect(text.contains("\nask waits          86000 s\n"))
      let unknown = try await box.looop("runner", "show", "claud")
      #expect(unknown.code == 65 && unknown.err.contains("Did you mean 'claude'?"))
    }
  }

  @Test("test looks at the program, its version and its options, and makes no call")
  func ready() async throws {
    try await Sandbox.use(["runner": "codex", "tick_command": .null, "worker_command": .null]) {
      box in
      try Self.install(box, help: Self.help)
      let result = try await box.looop("runner", "test", "codex", "--json")
      let json = try result.json()
      #expect(result.code == 0 && json["ok"] == true, "\(json.text)")
      let checks = Dictionary(
        uniqueKeysWithValues: json["checks"].array.map { ($0["check"].string ?? "", $0) })
      #expect(checks["program"]?["text"].string == box.path("bin/codex"))
      #expect(checks["version"]?["text"].string?.hasPrefix("codex-cli 7.8.9") == true)
      #expect(checks["tick flags"]?["status"] == "ok" && checks["worker flags"]?["status"] == "ok")
      #expect(checks["variables"]?["text"].string?.contains("not set: CODEX_API_KEY") == true)
      #expect(!box.exists("calls") && !box.exists("data"))
      let schema = try JSON(try await box.must("schema", "runner-test"))
      #expect(schema["required"].array.compactMap(\.string).sorted() == json.keys)
    }
  }

  @Test("test fails on an option that is gone and on a command of the config that cannot be used")
  func notReady() async throws {
    try await Sandbox.use(
      [
        "runner": "codex", "tick_command": "codex exec --json {{promt_file}}",
        "worker_command": .null,
      ]
    ) { box in
      try Self.install(box, help: Self.help.replacing("--json", with: "--jsonl"))
      let result = try await box.looop("runner", "test", "codex")
      #expect(result.code == 1)
      let lines = result.out.split(separator: "\n").map(String.init)
      #expect(
        lines.contains(
          "failed     tick flags    `codex exec --help` does not list --json. It was removed or is"
            + " hidden: take it out of the command, or check with --live."))
      #expect(
        lines.contains {
          $0.hasPrefix("failed     tick          There is no placeholder {{promt_file}}.")
            && $0.hasSuffix("Fix tick_command in \(box.path("config.json")).")
        })
    }
  }

  @Test("test says what it could not find out, and how to install what is missing")
  func unknown() async throws {
    try await Sandbox.use(nil) { box in
      let missing = try await box.looop("runner", "test", "claude")
      #expect(missing.code == 1)
      #expect(
        missing.out.hasPrefix("failed     program       There is no 'claude' on PATH. Install it"))
      #expect(missing.out.contains("\nunchecked  tick flags    The command"))
      try box.program("claude", "exec sleep 600")
      let mute = try await box.looop("runner", "test", "claude")
      #expect(mute.code == 0)
      #expect(
        mute.out.contains("\nunchecked  version       `claude --version` ran past its deadline"))
      try box.configure(["tick_command": "no-such-agent --now", "worker_command": "cd / && agent"])
      let none = try await box.looop("runner", "test", "custom")
      #expect(none.code == 1)
      #expect(
        none.out.contains(
          "\nfailed     tick          There is no program 'no-such-agent' on PATH. Fix tick_command"
        ))
      #expect(
        none.out.contains("\nfailed     worker        There is no program 'agent' on PATH."))
      let demo = try await box.looop("runner", "test", "demo")
      #expect(demo.code == 0 && demo.out.hasPrefix("ok         program       not needed"))
    }
  }

  // MARK: --live

  @Test("--live makes one decision, in the ledger and in runs, by the runner that is named")
  func live() async throws {
    try await Sandbox.use(["worker_command": "true"]) { box in
      try box.stub.says(#"{"action":"noop","reason":"a trial"}"# + "\n")
      let result = try await box.looop("runner", "test", "custom", "--live")
      #expect(result.code == 0, "\(result.out) \(result.err)")
      #expect(
        result.out.contains("\nok         live          decided noop after 0 s, cost unknown"))
      #expect(try await box.stub.prompt(1).contains("This is a trial of the connection"))
      let lines = box.names(in: "data/ledger").flatMap { box.lines("data/ledger/\($0)") }
      #expect(lines.compactMap { $0["type"].string } == ["started", "ended"])
      #expect(lines.last?["outcome"] == "move")
      let run = try #require(box.names(in: "data/runs").first)
      #expect(try JSON(box.text("data/runs/\(run)/decision.json"))["kind"] == "move")
      // Nothing was decided for the loop itself.
      #expect(box.journal.isEmpty && !box.exists("data/.state.json"))
    }
  }

  @Test("--live tells why a call came to nothing, and starts none over the budget")
  func liveFailures() async throws {
    try await Sandbox.use(["budget": ["calls_per_hour": 2]]) { box in
      try box.stub.says("I would rather not.\n")
      let silent = try await box.looop("runner", "test", "custom", "--live")
      #expect(
        silent.code == 1 && silent.out.contains("failed     live          It answered without"))
      try box.stub.runs("echo 'Error: 401 invalid api key' >&2; exit 1")
      let failed = try await box.looop("runner", "test", "custom", "--live", "--json")
      let check = try failed.json()["checks"].array.last
      #expect(failed.code == 1 && check?["text"].string?.hasPrefix("auth after 0 s: ") == true)
      #expect(check?["mend"].string?.contains("/data/runs/") == true)
      let over = try await box.looop("runner", "test", "custom", "--live")
      #expect(over.code == 75 && over.err.contains("No call may start now"))
      #expect(box.stub.calls == 2)
    }
  }

  @Test("A user's own preset is listed with its file, a broken one with its fault")
  func own() async throws {
    try await Sandbox.use(nil) { box in
      let mine = try box.write(
        "presets/runners/mine.yaml",
        "name: mine\ntitle: Mine\ndescription: Mine.\nadapter: custom\ntick_command: think\nworker_command: work\n"
      )
      try box.write("presets/runners/odd.yaml", "name: odd\noops: 1\n")
      let rows = try JSON(try await box.must("runner", "list", "--json")).array
      #expect(rows.first { $0["name"] == "mine" }?["file"].string == mine)
      let odd = rows.first { $0["name"] == "odd" }
      #expect(odd?["found"] == false)
      #expect(odd?["error"].string?.contains("odd.yaml:2:1") == true, "\(odd?.text ?? "")")
      #expect(odd?.keys == rows.first?.keys)
      let lines = try await box.must("runner", "list").split(separator: "\n")
      #expect(lines.contains { $0.split(separator: " ").starts(with: ["odd", "broken"]) })
      #expect(try await box.must("runner", "show", "mine").contains("comes from         \(mine)\n"))
      #expect(try await box.looop("runner", "test", "odd").code == 78)
      try box.write("presets/runners/mine.yaml", "tick_command: think {{promt_file}}\n")
      let test = try await box.looop("runner", "test", "mine")
      #expect(test.code == 1 && test.out.contains("Fix tick_command in \(mine)."))
      let chosen = try await box.looop("init", "--runner", "mine")
      #expect(chosen.err.contains("The preset mine has no worker command."))
      #expect(!chosen.err.contains("--tick-command"))
      try box.write(
        "presets/runners/mine.yaml", "title: Mine\ntick_command: think\nworker_command: work\n")
      let number = try await ShippedPresets.number(of: "mine", in: box)
      let asked = try await box.looop("init", input: .text(number))
      #expect(asked.code == 0 && asked.err.contains("odd.yaml:2:1"))
      #expect(try JSON(box.text("config.json"))["runner"] == "mine")
    }
  }

  // MARK: replay

  @Test(
    "replay reads a recording as a beat does", arguments: ["claude/tick", "codex/tool-then-answer"])
  func replay(_ name: String) async throws {
    try await Sandbox.use(nil) { box in
      let runner = String(name.prefix { $0 != "/" })
      let file = "\(Self.fixtures)/runners/\(name).jsonl"
      let out = try await box.must("runner", "replay", runner, file, "--json")
      Golden.expect(out, at: "golden/replay/\(name.replacing("/", with: "-")).json")
      #expect(out.split(separator: "\n").count == 1)
      let schema = try JSON(try await box.must("schema", "runner-replay"))
      #expect(schema["required"].array.compactMap(\.string).sorted() == (try JSON(out)).keys)
      let text = try await box.must("runner", "replay", runner, file)
      Golden.expect(text, at: "golden/replay/\(name.replacing("/", with: "-")).txt")
    }
  }

  @Test("A failure exits 1; exit code, signal and errors are part of the run")
  func failures() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("out", "{\"type\":\"usage\",\"input\":5,\"output\":1}\nnot yet")
      try box.write("err", String(repeating: "x", count: 9_000) + "\nError: 429 rate limit\n")
      let exit = try await box.looop(
        "runner", "replay", "custom", box.path("out"), "--exit", "3", "--stderr", box.path("err"),
        "--json")
      let outcome = try exit.json()["outcome"]
      #expect(exit.code == 1 && outcome["kind"] == "failure" && outcome["class"] == "quota")
      #expect(outcome.keys == ["class", "kind", "message", "retry_after_s"])
      #expect(try exit.json()["usage"]["usd_source"] == "unknown")
      let killed = try await box.looop(
        "runner", "replay", "custom", box.path("out"), "--signal", "SIGKILL", "--json")
      #expect(killed.code == 1)
      #expect(try killed.json()["outcome"]["class"] == "interrupted")
    }
  }

  @Test("From standard input; a text without a move is told with its problem and exits 0")
  func text() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop(
        "runner", "replay", "custom", "-", "--json", input: .text("I would rather not.\n"))
      let json = try result.json()
      #expect(result.code == 0 && json["outcome"]["kind"] == "text")
      #expect(json["outcome"]["problem"].string?.isEmpty == false)
      #expect(json["events"] == [["type": "text", "text": "I would rather not."]])
      #expect(json["session"] == .null)
    }
  }

  @Test("What cannot be replayed is said before anything is printed")
  func bad() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("out", "x")
      let out = box.path("out")
      for (words, code) in [
        ([out, "--exit", "1", "--signal", "9"], 64), ([out, "--exit", "256"], 64),
        ([out, "--signal", "NOPE"], 64), ([out, "--signal", "0"], 64), ([box.path("none")], 64),
        ([out, "--stderr", box.path("none")], 64), (["-", "--stderr", "-"], 64), ([box.root], 65),
      ] as [([String], Int32)] {
        let result = try await box.start(["runner", "replay", "custom"] + words + ["--json"])
          .finish()
        #expect(result.code == code && result.out == "", "\(words): \(box.shown(result.err))")
        #expect(try JSON(result.err)["error"]["hint"].string?.isEmpty == false, "\(words)")
      }
      #expect(try await box.looop("runner", "replay", "nosuch", out).code == 65)
    }
  }

  #if os(Linux)
    @Test("A recording of any size is read in the same memory")
    func memory() async throws {
      try await Sandbox.use(nil) { box in
        // The most it ever held is asked for while it waits for the end of 60 MB.
        let measured = try await box.shell(
          """
          line='{"type":"usage","input":1,"output":1,"pad":"'$(head -c 60000 /dev/zero | tr '\\0' x)'"}'
          mkfifo pipe
          "$LOOOP" runner replay custom - --json <pipe >out & pid=$!
          exec 3>pipe
          i=0; while [ $i -lt 1000 ]; do printf '%s\\n' "$line" >&3; i=$((i + 1)); done
          sed -n 's/^VmHWM:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$pid/status
          exec 3>&-
          wait $pid
          """)
        let kibibytes = try #require(Int(measured.out.filter(\.isNumber)), "\(measured.err)")
        // It said nothing, which is a failure.
        #expect(measured.code == 1 && kibibytes < 50_000, "\(kibibytes)")
        let usage = try JSON(box.text("out"))["usage"]
        #expect(usage["input"] == 1_000 && usage["output"] == 1_000)
      }
    }
  #endif

  @Test("A worker may not use it")
  func fence() async throws {
    try await Sandbox.use(nil) { box in
      let inside = try await box.looop("runner", "list", environment: ["LOOOP_SESSION_ID": "w"])
      #expect(inside.code == 77)
    }
  }
}
