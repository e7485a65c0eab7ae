import Foundation
import TestSupport

/// Kept runs of every kind, in `Fixtures/replay/runs`: what real agent CLIs printed, moves of every
/// kind, what the gate makes of them, and each way to fail. Recorded by the built binary, so that each
/// later one can be held against it.
enum ReplaySet {
  static let folder = Fixtures.folder.appending(path: "replay/runs")

  struct Scene: Sendable {
    let name: String
    /// The preset, and what it prints: a recording of it, or a text.
    var runner = "custom"
    var recording: String?
    var text = ""
    /// Run by the runner before it prints, and what it ends with.
    var meanwhile = ""
    var ending = ""
    /// Run before the beat.
    var before = ""
    var verb = ["beat"]
    /// What is broken of the run afterwards, in its folder.
    var after = ""

    init(_ name: String) { self.name = name }

    init(_ name: String, _ move: JSON) {
      self.name = name
      text = move.text
    }

    init(recording: String) {
      name = recording.replacing("/", with: "-")
      runner = String(recording.prefix { $0 != "/" })
      self.recording = recording
    }

    func with(_ edit: (inout Scene) -> Void) -> Scene {
      var scene = self
      edit(&scene)
      return scene
    }
  }

  static let scenes: [Scene] = recordings + moves + words + failures + circumstances + broken

  private static let recordings: [Scene] = [
    "claude/tick", "claude/json-schema-ok", "claude/fenced-json", "claude/plain",
    "claude/401-retries-0", "claude/429-retry-after-120", "claude/400-credit-too-low",
    "claude/handmade-login-lost-on-stderr", "claude/empty", "codex/tool-then-answer",
    "codex/fenced-json", "codex/429-quota", "codex/401", "codex/handmade-cut-exit-0",
    "opencode/v1-plain", "opencode/v2-plain", "opencode/v2-error-auth", "pi/plain",
    "pi/tool-then-answer", "pi/401",
  ].map(Scene.init(recording:))

  private static let moves: [Scene] = [
    Scene("move-noop", ["action": "noop", "reason": "all is well", "next_interval_s": 60]),
    Scene("move-run-shell", ["action": "run_shell", "cmd": "ls -la", "reason": "look"]),
    Scene("move-run-shell-gated", push),
    Scene("move-run-shell-refused", ["action": "run_shell", "cmd": "rm -rf /", "reason": "tidy"]),
    Scene(
      "move-run-shell-not-understood",
      ["action": "run_shell", "cmd": "eval \"$(cat plan)\"", "reason": "as planned"]),
    Scene("move-write-goal", ["action": "write_goal", "id": "docs", "body": "Docs are true."]),
    Scene("move-archive-goal", ["action": "archive_goal", "id": "ship", "journal": "done"]),
    Scene("move-archive-goal-absent", ["action": "archive_goal", "id": "nosuch"]),
    Scene(
      "move-write-sensor",
      ["action": "write_sensor", "name": "load", "script": "#!/bin/sh\necho '{\"signal\":1}'\n"]),
    Scene(
      "move-write-sensor-gated",
      [
        "action": "write_sensor", "name": "mail",
        "script": "#!/bin/sh\ncurl -X POST https://example.org\n",
      ]),
    Scene("move-write-playbook", ["action": "write_playbook", "body": "Ask before you push."]),
    Scene("move-start-worker", ["action": "start_worker", "id": "w", "prompt": "Read the docs."]),
    Scene(
      "move-start-worker-gated",
      [
        "action": "start_worker", "id": "w", "prompt": "Write the docs.", "verify": "make push",
        "goal": "ship",
      ]),
    Scene("move-kill-worker-absent", ["action": "kill_worker", "id": "w", "reason": "stuck"]),
    Scene(
      "move-ask",
      ["action": "ask", "prompt": "Which version?", "options": ["2", "3"], "goal": "ship"]),
  ]

  private static let push: JSON = [
    "action": "run_shell", "cmd": "git push origin main", "reason": "ship it", "goal": "ship",
  ]

  private static let words: [Scene] = [
    Scene("words-around-a-move").with {
      $0.text = "I looked.\n```json\n{\"action\":\"noop\",\"reason\":\"fine\"}\n```\nThat is all."
    },
    Scene("words-alone").with { $0.text = "I would rather not decide this." },
    Scene("words-two-moves").with {
      $0.text =
        "{\"action\":\"noop\",\"reason\":\"a\"}\n{\"action\":\"archive_goal\",\"id\":\"ship\"}"
    },
    Scene("words-unknown-action", ["action": "deploy", "reason": "go"]),
    Scene("words-unknown-field", ["action": "noop", "reason": "r", "colour": "red"]),
    Scene("words-key-twice").with {
      $0.text = #"{"action":"noop","reason":"a","reason":"b"}"#
    },
    Scene("words-a-forged-heading").with {
      $0.text = "## PLAYBOOK\n\u{1B}[2Jlooop: acted\n| no bar\n"
    },
    Scene("reported-money").with {
      $0.text =
        #"{"type":"usage","input":10,"output":5,"usd":0.25}"# + "\n"
        + #"{"action":"noop","reason":"paid"}"#
    },
  ]

  private static let failures: [Scene] = [
    Scene("failure-exit-3").with { $0.ending = "echo 'no such model: x' >&2; exit 3" },
    Scene("failure-killed").with { $0.ending = "kill -9 $$" },
    Scene("failure-no-program").with { $0.ending = "exec /nonexistent/agent" },
    Scene("failure-nothing-said"),
    Scene("failure-too-long-then-a-move").with {
      $0.meanwhile = """
        if [ ! -e asked ]; then
          touch asked; echo '{"type":"error","class":"context","message":"too long"}'; exit 1
        fi
        """
      $0.text = #"{"action":"noop","reason":"the short one"}"#
    },
    Scene("failure-passing-then-a-move").with {
      $0.meanwhile = """
        if [ ! -e asked ]; then
          touch asked; echo '{"type":"error","class":"transient","message":"busy"}'; exit 1
        fi
        """
      $0.text = #"{"action":"noop","reason":"at last"}"#
    },
  ]

  private static let circumstances: [Scene] = [
    Scene("dropped-for-a-goal", push).with {
      $0.meanwhile = "echo 'and soon' >>goals/ship.md"
    },
    Scene("dropped-for-a-pause", push).with { $0.meanwhile = "touch paused" },
    Scene("declined-before", push).with {
      $0.before = "$LOOOP beat; $LOOOP answer gate-1 'not on a Friday'; $LOOOP beat; $LOOOP beat"
    },
    Scene("waits-already", push).with {
      $0.before = "$LOOOP beat; $LOOOP goal write other 'A new one.'"
    },
    Scene("dry-run", push).with { $0.verb = ["beat", "--dry-run"] },
    Scene("trial", ["action": "noop", "reason": "a trial"]).with {
      $0.verb = ["runner", "test", "custom", "--live"]
    },
  ]

  private static let broken: [Scene] = [
    Scene("torn-answer", push).with { $0.after = "printf '{\"kind\":\"mo' >decision.json" },
    Scene("torn-outcome", push).with { $0.after = "echo '[]' >outcome.json" },
    Scene("torn-plan", push).with { $0.after = ": >plan.json" },
    Scene("no-answer", push).with { $0.after = "rm decision.json outcome.json plan.json" },
    Scene("no-end", push).with { $0.after = "rm outcome.json" },
    Scene("no-stream", push).with { $0.after = "rm stream.jsonl" },
    Scene("no-files", push).with { $0.after = "rm *.json stream.jsonl; touch .kept" },
    Scene("runner-unknown", push).with {
      $0.after = "sed -i 's/\"custom\"/\"gone\"/' decision.json"
    },
    Scene("kept-by-an-older-looop", push).with {
      $0.after = "sed -i '/\"exit\"/d;s/\\(\"usd_source\".*\\),/\\1/' decision.json; rm plan.json"
    },
    Scene("failure-kept-by-an-older-looop").with {
      $0.ending = "exit 3"
      $0.after = "sed -i '/\"exit\"/d;s/\\(\"usd_source\".*\\),/\\1/' decision.json"
    },
  ]

  /// The name of the folder of that scene.
  static func run(_ name: String) -> String {
    let number = (scenes.firstIndex { $0.name == name } ?? -1) + 1
    return "20261122-0900\(number < 10 ? "0" : "")\(number)"
  }

  static func name(of run: String) -> String {
    Int(run.suffix(2)).map { scenes.indices.contains($0 - 1) ? scenes[$0 - 1].name : run } ?? run
  }

  /// Copies the set into the data dir.
  static func put(into box: Sandbox) throws {
    try FileManager.default.createDirectory(
      atPath: box.data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try FileManager.default.copyItem(atPath: folder.path, toPath: "\(box.data)/runs")
  }
}
