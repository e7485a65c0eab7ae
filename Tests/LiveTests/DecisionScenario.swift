internal import HTTPServer
internal import ModelServer
internal import TestSupport

/// What a model, or the way to it, does to one decision, and what the loop must make of it.
struct DecisionScenario: Sendable, CustomStringConvertible {
  let agent: Agent
  let name: String
  /// Keys of the config, on top of what `init` wrote.
  var settings: JSON = [:]
  /// Whether the command holds the agent to the schema of a move, as the preset's own does.
  var sendsSchema = true
  var faults: ModelServer.Faults = { _ in nil }
  var reply: @Sendable (Turn) -> Reply = DecisionScenario.obey
  /// How often the model is asked in all.
  var requests = 1...1
  /// What the ledger calls the end of each call, in their order. The beat ends as the last does.
  var calls = ["move"]
  /// A part of what a failed beat says; never empty where it fails.
  var says = ""

  var description: String { "\(agent), \(name)" }

  /// The move that is decided wherever one is.
  static let move: JSON = ["action": "noop", "reason": "the scripted model rests"]
  /// What a tool that is not there would leave in the agent's HOME.
  static let trace = "hands"

  static let all =
    Agent.allCases.flatMap { wellSaid($0) + failing($0) } + [
      .init(
        agent: .claude, name: "a refusal", reply: { _ in .refusal("I will not.") }, requests: 2...2,
        calls: ["refused"], says: "API Error")
    ]

  private static func wellSaid(_ agent: Agent) -> [DecisionScenario] {
    // claude reminds its model of the schema once; codex leaves that to whoever reads.
    let reminded = agent == .claude ? 2...2 : 1...1
    return [
      .init(
        agent: agent, name: "plain, by a command without a schema", sendsSchema: false,
        reply: { _ in .text(move.text) }),
      .init(agent: agent, name: "structured output"),
      .init(
        agent: agent, name: "plain in spite of the schema", reply: { _ in .text(move.text) },
        requests: reminded),
      .init(
        agent: agent, name: "fenced in prose", reply: { _ in .text(fenced) }, requests: reminded),
      .init(
        agent: agent, name: "prose and no move", reply: { _ in .text("All is well.") },
        requests: reminded, calls: ["text"], says: "no JSON object"),
      .init(
        agent: agent, name: "a tool that is not there, then an answer",
        reply: { $0.results.isEmpty ? agent.hands.run("touch ~/\(trace)") : obey($0) },
        requests: 2...2),
    ]
  }

  private static func failing(_ agent: Agent) -> [DecisionScenario] {
    let isClaude = agent == .claude
    return [
      .init(
        agent: agent, name: "a limit once",
        faults: { $0 == 1 ? .status(429, headers: ["retry-after": "1"]) : nil }, requests: 2...2),
      .init(
        agent: agent, name: "a limit for good", faults: { _ in .status(429) },
        requests: isClaude ? 2...2 : 1...1, calls: ["quota"], says: "429"),
      // claude gives up at once, codex waits in silence until it is ended.
      .init(
        agent: agent, name: "a limit for two minutes", settings: brief,
        faults: { _ in .status(429, headers: ["retry-after": "120"]) }, calls: ["quota"],
        says: isClaude ? "429" : "wrote nothing for 6s"),
      .init(
        agent: agent, name: "no such key", faults: { _ in .status(401) }, requests: 2...2,
        calls: ["auth"], says: isClaude ? "Not logged in" : "401"),
      .init(
        agent: agent, name: "overload once", faults: { $0 == 1 ? .status(529) : nil },
        requests: 2...2),
      .init(
        agent: agent, name: "a stream cut once", faults: { $0 == 1 ? .cut : nil }, requests: 2...2),
      .init(
        // In each call codex tries twice, and claude once more without a stream.
        agent: agent, name: "a stream cut for good", faults: { _ in .cut },
        requests: isClaude ? 9...9 : 6...6, calls: ["transient", "transient", "transient"],
        says: isClaude ? "Connection to the API was lost" : "stream disconnected"),
      .init(
        agent: agent, name: "a stall", settings: brief, faults: { _ in .stall },
        calls: ["transient"], says: "wrote nothing for 6s"),
    ]
  }

  /// A silence longer than an agent's start takes on a busy machine, and no time for another try.
  private static let brief: JSON = ["tick_silence": "6s", "tick_timeout": "12s"]

  private static let fenced =
    "I looked around: all rests.\n\n```json\n\(move.text)\n```\nThat is my decision."

  /// As a model answers that is held to a schema: with every field, null where there is nothing to
  /// say. One that is held to none says it in words.
  @Sendable private static func obey(_ turn: Turn) -> Reply {
    guard let schema = turn.schema else { return .text(move.text) }
    return .structured(schema["properties"].keys.reduce([:]) { $0.with($1, move[$1]) })
  }
}
