import Base
import Core
import TestSupport
import Testing

@testable import Sensors
@testable import YAML
@testable import looop

/// What verbs print with `--json`, held against what `looop schema` says of it.
@Suite("What verbs print for programs")
struct PrintedShapesTests {
  @Test("Every verb that takes --json has one schema, and every schema is of a verb there is")
  func table() {
    var verbs: Set<String> = []
    for entry in VerbTable.all where entry.isVisible {
      let own = HelpText.ownVerbs(of: entry)
      for name in own.isEmpty ? [nil] : own.map(Optional.some) {
        // A noun alone prints nothing.
        guard HelpText.page(entry, name).contains("\n  --json ") else { continue }
        verbs.insert(([entry.name] + [name].compactMap(\.self)).joined(separator: " "))
      }
    }
    #expect(verbs.count > 15)
    let named = Schemas.all.flatMap(\.verbs)
    #expect(Set(named).count == named.count)
    #expect(Set(named.filter { !$0.contains("--") }) == verbs)
    #expect(Set(named) == Set(Printed.words.keys))
    #expect(Set(Schemas.all.map(\.name)).count == Schemas.all.count)
  }

  @Test("What every verb prints, in every phase of a loop, is what its schema says")
  func phases() async throws {
    var printed: Set<String> = []
    for phase in Phase.allCases {
      try await Sandbox.use(phase.settings) { box in
        try await phase.prepare(box)
        printed.formUnion(try await Printed.check(box, in: phase))
      }
    }
    // A schema that nothing was held against proves nothing.
    #expect(printed == Set(Schemas.all.map(\.name)).subtracting(["move", "manifest"]))
  }

  @Test("A member that no schema names, and one that is missing, are found")
  func canFail() throws {
    let schema = try Printed.schema(WorkerReport.kind.schema(titled: "worker"))
    let worker: JSONObject = [
      "id": "w", "generation": "g", "state": "stuck", "alive": true, "exit_code": .null,
      "health": "stuck", "goal": .null, "kind": "headless", "started_at": 1, "ended_at": .null,
      "screen": "a line",
    ]
    #expect(schema.problem(in: .object(worker)) == nil)
    var wrong = worker
    wrong["health"] = "fine"
    #expect(schema.problem(in: .object(wrong))?.hasPrefix("/health: ") == true)
    var more = worker
    more["colour"] = "red"
    #expect(schema.problem(in: .object(more)) == "/colour: is not allowed")
    var less = worker
    less["state"] = nil
    #expect(schema.problem(in: .object(less)) == "(the signal): must have a member \"state\"")
  }
}

/// Where a loop can be.
private enum Phase: String, CaseIterable {
  case bare, empty, full, busy, paused, stuck, lost, failed, parked, gated, asking, broken, strange
  case backingOff, overBudget, approved, stopped, unwritable

  var settings: JSON? {
    switch self {
    case .bare: nil
    case .stuck: ["stuck_after": 1]
    case .overBudget: ["budget": ["calls_per_day": 1]]
    default: [:]
    }
  }

  func prepare(_ box: Sandbox) async throws {
    switch self {
    case .bare, .empty: break
    case .full: try await fill(box)
    case .busy:
      try await fill(box)
      try box.sensor("slow", "exec sleep 600")
      try box.stub.holds("call", then: ["action": "noop", "reason": "r"])
      try await box.must("goal", "write", "later", "x")
      try await Until.holds("what it does", saw: { box.text("data/.activity.json") }) {
        let activity = try await box.state()["activity"]
        return activity["deciding"] != .null && activity["sensors"] != []
      }
    case .paused:
      try await box.upAndRest()
      try await box.must("pause")
    case .stuck:
      try box.stub.worker("w", "echo first; printf 'Proceed? [y/N] '; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "stuck")
    case .lost:
      try box.stub.worker("w", "exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "running")
      let pid = try #require(try JSON(box.text("data/sessions/w/lock"))["pid"].int)
      Processes.kill(Int32(pid))
      try await box.worker("w", "lost")
    case .failed:
      try box.stub.worker("w", "exit 3")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(3)")
      try box.stub.says("no move at all")
      #expect(try await box.looop("beat").code == 1)
    case .parked:
      try box.stub.says(
        #"{"type":"error","class":"quota","message":"too much","retry_after_s":3600}"#)
      #expect(try await box.looop("beat").code == 1)
      #expect(try await box.state()["parked"].array.count == 1)
    case .gated:
      try box.stub.moves(["action": "run_shell", "cmd": "git push", "reason": "ship"])
      try await box.must("beat")
      #expect(box.exists("data/gates/gate-1.json"))
    case .asking:
      try await box.must("beat")
      try box.stub.worker("w", "exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "running")
      let words = ["ask", "w", "Now?", "--options", "yes,no", "--reference", "x", "--wait", "0"]
      #expect(try await box.start(words).finish().code == 75)
      try await box.worker("w", "waiting-ask")
    case .broken:
      try await fill(box)
      try await box.must("down")
      let files = [
        "config.json", "data/asks/x-1.json", "data/answers/x-1.json", "data/.state.json",
        "data/.last-world.json", "data/snapshots/sensor-s.json", "data/sessions/w/session.json",
        "data/sessions/w/status.json", "data/parked/custom.json", "data/gates/gate-1.json",
        "data/sensors/s.yaml",
      ]
      for file in files { try box.write(file, "{ broken") }
    case .backingOff:
      try box.stub.runs("exit 1")
      try await box.upWithWork()
      try await settles(box, "backoff")
    case .overBudget:
      try await box.upAndRest()
      try await box.must("goal", "write", "g", "x")
      try await settles(box, "budget")
    case .approved:
      try box.stub.moves(["action": "run_shell", "cmd": "git push", "reason": "ship"])
      try await box.upWithWork()
      try await box.beat("held")
      try await box.must("pause")
      try await box.must("answer", "gate-1", "yes")
      #expect(try await box.state()["approved"][0]["needs"] == ["resume"])
    case .stopped:
      try await box.upAndRest()
      Processes.kill(try box.pulse(), 19)
      try await settles(box, "not_answering")
    case .unwritable:
      // A folder in the place of a file.
      try await box.must("asks")
      _ = try await box.shell("rm -f data/events.jsonl && mkdir data/events.jsonl")
      #expect(try await box.state()["cannot_write"] != .null)
    case .strange:
      try await fill(box)
      // What another version, or a hand, may have left there.
      try box.write(
        "data/asks/x-1.json",
        """
        {"v":7,"id":"x-1","worker":5,"prompt":"?","reference":5,"options":"a","ts":"now",
        "kind":"other","generation":null,"mine":{"kept":true}}
        """)
      try box.write("data/asks/x-2.json", #"{"id":"x-2","prompt":"bare"}"#)
      try box.write("data/answers/x-2.json", #"{"answer":"so","by":7,"ts":[]}"#)
      try box.write("data/snapshots/sensor-old.json", #"{"ts":"x","status":"new","exit":"1"}"#)
      try box.write("data/.state.json", #"{"last_failure":7,"output":{},"interrupted":[1]}"#)
      let asks = try JSON(try await box.must("asks", "--json"))
      #expect(asks.array.contains { $0["mine"]["kept"] == true })
    }
  }

  private func settles(_ box: Sandbox, _ phase: String) async throws {
    try await Until.holds("the phase \(phase)", saw: { box.text("data/.activity.json") }) {
      try await box.state()["phase"].string == phase
    }
  }

  /// A loop at work that has something to say at every place.
  private func fill(_ box: Sandbox) async throws {
    try box.sensor("s", "echo '{\"signal\":1,\"detail\":\"d\"}'", manifest: "description: x\n")
    try box.write("data/sensors/p.yaml", "description: x\npush: {}\n")
    try box.write("data/sensors/s.test/good/expected.json", #"{"status":"ok"}"#)
    try box.stub.worker("w", "exit 0")
    try box.stub.moves(["action": "noop", "reason": "r", "goal": "setup"])
    try await box.upAndRest()
    try await box.must("worker", "start", "w", "x", "--verify", "echo no; exit 1")
    try await box.worker("w", "exited(0)")
    try await box.must("goal", "write", "g", "x")
    try await box.must("playbook", "write", "-", input: .text("Be kind."))
    try await box.must("answer", "setup-1", "nothing")
  }
}

private enum Printed {
  /// How each verb is called: none of them changes what the next one sees, but a beat and an answer.
  static let words: [String: [String]] = [
    "state": [], "why": [], "answer": ["setup-1", "nothing", "--force"],
    "wait": ["--timeout", "0", "--after", "w1."], "asks": ["--all"],
    "worker list": [], "worker show": ["w"], "runs list": [], "runs show": ["last"],
    "replay": ["last"], "replay --offline": [],
    "doctor": [], "goal list": [], "journal": [],
    "events": ["--lines", "1"], "screenshot": ["pulse"], "playbook history": [], "cost": [],
    "recap": [],
    "sensor add": ["today", "--as", "day"], "sensor disable": ["s"], "sensor enable": ["s"],
    "sensor new": ["fresh"], "sensor rm": ["fresh", "--yes"], "sensor write": ["typed", "-"],
    "version": [], "sensor list": [], "sensor list --wakes": [], "sensor run": ["s"],
    "sensor show": ["s"],
    "sensor show --shipped": ["disk"], "sensor lint": [], "sensor test": ["s"],
    "push": ["p", "-"], "runner list": [], "runner show": ["custom"],
    "runner test": ["custom"], "runner replay": ["custom", "-"], "beat": ["--dry-run"],
  ]

  /// What is called besides, for what it says in another case.
  private static let more: [(verb: String, words: [String])] = [
    ("sensor list", ["--shipped"]), ("sensor show", ["p"]), ("sensor run", ["p"]),
    ("wait", ["--timeout", "0", "--actionable"]), ("cost", ["--by", "day"]),
    ("beat", []), ("worker list", []), ("state", []), ("runs list", ["--lines", "1"]),
    ("runs show", ["last", "--prompt"]), ("screenshot", ["w"]), ("journal", ["--since", "1h"]),
  ]

  private static let stream = """
    {"type":"session","id":"s"}
    {"type":"text","text":"{\\"action\\":\\"noop\\",\\"reason\\":\\"r\\"}"}
    {"type":"usage","input":1,"output":2}
    {"type":"error","class":"quota","message":"m"}

    """

  /// The names of the schemas that something was held against.
  static func check(_ box: Sandbox, in phase: Phase) async throws -> Set<String> {
    var schemas: [String: SignalSchema] = [:]
    for entry in Schemas.all where !["move", "manifest"].contains(entry.name) {
      let text = try await box.must("schema", entry.name)
      schemas[entry.name] = try schema(try JSONParser.parse(text))
    }
    var names: Set<String> = []
    let all = words.sorted { $0.key < $1.key }.map { (verb: $0.key, words: $0.value) } + more
    // An answer changes what the others see.
    let calls = all.filter { $0.verb != "answer" } + all.filter { $0.verb == "answer" }
    for call in calls {
      let own = try #require(Schemas.all.first { $0.verbs.contains(call.verb) }?.name)
      let line = call.verb.split(separator: " ").map(String.init) + call.words + ["--json"]
      let input = call.verb == "push" ? #"{"signal":1}"# : stream
      let result = try await box.start(line, input: .text(input)).finish()
      // A line for each of none.
      if call.verb == "events", result.code == 0, result.out.isEmpty { continue }
      let isError = result.out.isEmpty
      let name = isError ? "error" : own
      // On standard error words for people may stand before it.
      let text = isError ? result.err.split(separator: "\n").last.map(String.init) : result.out
      let value = try JSONParser.parse(text ?? "")
      let problem = schemas[name]?.problem(in: value)
      #expect(problem == nil, "\(phase): looop \(line): \(box.shown(JSONWriter.text(value)))")
      names.insert(name)
    }
    return names
  }

  /// As a check that allows only what is named, but where the schema says that more may be there.
  static func schema(_ value: JSONValue) throws -> SignalSchema {
    let text = Array(JSONWriter.text(closed(value)).utf8)
    let limits = YAMLLimits(bytes: 1 << 20, depth: 64, nodes: 1 << 16)
    return try SignalSchema(
      YAMLDocument.parse(text, file: "schema", limits: limits), file: "schema")
  }

  private static func closed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      var closed = JSONObject()
      for (name, member) in object.members { closed[name] = Self.closed(member) }
      if object["properties"]?.object != nil, object["type"] != nil,
        object["additionalProperties"] == nil
      {
        closed["additionalProperties"] = false
      }
      return .object(closed)
    case .array(let elements): return .array(elements.map(closed))
    default: return value
    }
  }
}
