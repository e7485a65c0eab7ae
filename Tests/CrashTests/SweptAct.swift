import Foundation
import TestSupport
import Testing

/// Something that writes, as a person, a program or a worker calls it, or one beat.
struct SweptAct: Sendable {
  typealias Step = @Sendable (Sandbox) async throws -> Void

  let name: String
  let words: [String]
  var input = ""
  var environment: [String: String] = [:]
  /// What a beat decides.
  var move: JSON?
  /// Brings a data dir with the goal `g` to where the act begins.
  var prepare: Step = { _ in }
  /// Starts what must run before it, each time.
  var begin: Step?
  /// Ends what is left running.
  var settle: Step?
  /// Brings the data dir back; without it the whole of it is copied.
  var restore: Step?
  /// What its repeat may say, where it stands and cannot be done again.
  var refusal: String?

  var isBeat: Bool { move != nil }

  static let all: [SweptAct] = verbs + beats

  private static let verbs: [SweptAct] = [
    SweptAct(
      name: "init",
      words: [
        "init", "--runner", "custom", "--tick-command", "true {{prompt_file}}",
        "--worker-command", "true",
      ],
      prepare: { box in
        for name in ["data", "config.json"] {
          try FileManager.default.removeItem(atPath: box.path(name))
        }
      }),
    SweptAct(name: "goal write", words: ["goal", "write", "g", "Another text."]),
    SweptAct(name: "goal write (new)", words: ["goal", "write", "h", "A new one."]),
    SweptAct(name: "goal archive", words: ["goal", "archive", "g"]),
    SweptAct(name: "playbook write", words: ["playbook", "write", "Be kind."]),
    SweptAct(name: "pause", words: ["pause"]),
    SweptAct(
      name: "resume", words: ["resume"], prepare: { box in try await box.must("pause") }),
    SweptAct(name: "answer", words: ["answer", "setup-1", "yes"]),
    SweptAct(
      name: "answer --force", words: ["answer", "setup-1", "no", "--force"],
      prepare: { box in try await box.must("answer", "setup-1", "yes") }),
    SweptAct(
      name: "ask", words: ["ask", "w", "Which colour?", "--wait", "0s"]),
    SweptAct(
      name: "push", words: ["push", "ci"], input: #"{"n":1}"#,
      prepare: { box in
        try box.write("data/sensors/ci.yaml", "description: pushed to\npush: {}\n")
      }),
    SweptAct(
      name: "sensor write", words: ["sensor", "write", "s", "draft.sh"],
      prepare: { box in try box.write("draft.sh", "#!/bin/sh\necho '{\"signal\":1}'\n") }),
    SweptAct(
      name: "sensor write (over)", words: ["sensor", "write", "today", "draft.sh"],
      prepare: { box in try box.write("draft.sh", "#!/bin/sh\necho '{\"signal\":1}'\n") }),
    SweptAct(name: "sensor add", words: ["sensor", "add", "disk", "--replace"]),
    SweptAct(name: "sensor disable", words: ["sensor", "disable", "today"]),
    SweptAct(
      name: "sensor enable", words: ["sensor", "enable", "today"],
      prepare: { box in try await box.must("sensor", "disable", "today") }),
    SweptAct(name: "sensor rm", words: ["sensor", "rm", "today", "--yes"]),
    SweptAct(
      name: "worker start", words: ["worker", "start", "w", "Do it."], settle: down,
      refusal: "already at work"),
    SweptAct(
      name: "worker kill", words: ["worker", "kill", "w"],
      begin: { box in try await box.must("worker", "start", "w", "Do it.") }, settle: down),
    SweptAct(name: "up", words: ["up"], settle: down),
    SweptAct(
      name: "down", words: ["down", "--yes"], begin: { box in try await box.must("up") },
      settle: down),
    SweptAct(
      name: "done", words: ["done", "It is done."], environment: ["LOOOP_SESSION_ID": "w"],
      prepare: { box in
        try await box.must("worker", "start", "w", "Do it.")
        // Nobody ends it meanwhile.
        kill(try supervisor(box), SIGSTOP)
      },
      restore: { box in
        for name in ["data/sessions/w/done.json"]
          + box.names(in: "data/reports").map({
            "data/reports/\($0)"
          })
        {
          try? FileManager.default.removeItem(atPath: box.path(name))
        }
      }),
  ]

  private static let beats: [SweptAct] = [
    beat("write_goal", ["action": "write_goal", "id": "made", "body": "by the loop"]),
    beat("archive_goal", ["action": "archive_goal", "id": "g"]),
    beat("write_playbook", ["action": "write_playbook", "body": "Be sharper."]),
    beat(
      "write_sensor",
      [
        "action": "write_sensor", "name": "extra", "script": "echo {}",
        "manifest": "description: extra\nevery: 1d",
      ]),
    beat("ask", ["action": "ask", "prompt": "Which colour?"]),
    beat("run_shell", ["action": "run_shell", "cmd": "wc -c data/PLAYBOOK.md", "reason": "look"]),
    beat("gate", ["action": "run_shell", "cmd": "echo ran >>ran", "reason": "write"]),
    beat(
      "approved",
      [
        "action": "run_shell",
        // Its place among the changes of the files, for the power cut.
        "cmd": #"echo ran >>ran; echo '["effect","ran"]' >>changes"#, "reason": "write",
      ],
      prepare: { box in
        try await box.must("beat")
        try await box.must("answer", "gate-1", "yes")
      }),
    beat("start_worker", ["action": "start_worker", "id": "w", "prompt": "Do it."], settle: down),
    beat("noop", ["action": "noop", "reason": "nothing to do"]),
  ]

  private static let down: Step = { box in try await box.looop("down", "--yes") }

  private static func beat(
    _ name: String, _ move: JSON, prepare: @escaping Step = { _ in }, settle: Step? = nil
  ) -> SweptAct {
    SweptAct(
      name: "beat: \(name)", words: ["beat"], move: move, prepare: prepare, settle: settle)
  }

  static func supervisor(_ box: Sandbox) throws -> Int32 {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let found = names.compactMap { Int32($0) }.first { pid in
      let words = Processes.words(of: pid)
      return words.contains(" supervise w ") && words.contains(box.data)
    }
    guard let found else { throw Trial.Failure(description: "no supervisor of w") }
    return found
  }
}
