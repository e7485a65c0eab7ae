package import Base

/// One run as its folder has it. A file may be absent, unreadable or corrupt; the rest still counts.
package struct RunRecord: Sendable {
  /// What one file of the folder says.
  package enum Part<Value: Sendable>: Sendable {
    case absent
    case present(Value)
    /// It cannot be read, or is not what it should be.
    case broken(LooopError)

    package var value: Value? { if case .present(let value) = self { value } else { nil } }
    package var problem: LooopError? { if case .broken(let error) = self { error } else { nil } }
  }

  package enum Phase: String, Sendable, CaseIterable, JSONWritable {
    /// The runner is being asked.
    case deciding
    /// Its move is under way.
    case acting
    case ended
    /// It was cut short: nothing says how it ended.
    case unfinished
  }

  package let name: String
  package let path: String
  package let startedAt: Int
  package let wake: Part<RunWake>
  package let answer: Part<RunAnswer>
  package let outcome: Part<RunOutcome>
  /// Whether the folder has the world that was decided on.
  package let hasWorld: Bool
  package internal(set) var phase: Phase

  /// Runs of before `woke.json`: only a trial has no world.
  package var occasion: RunWake.Occasion? {
    if let wake = wake.value { return wake.occasion }
    return hasWorld || answer.value == nil ? nil : .trial
  }

  /// What is wrong with its files.
  package var problems: [LooopError] {
    [wake.problem, answer.problem, outcome.problem].compactMap(\.self)
  }
}

/// What `decision.json` of a run folder says.
package struct RunAnswer: Sendable, Equatable {
  package var kind = ""
  package var move: JSONObject?
  package var text: String?
  package var problem: String?
  package var failure: String?
  package var message: String?
  package var runner: String?
  package var calls: Int?
  package var dollars: Double?
  package var source: String?
  package var tookMilliseconds: Int?
  /// How the last call's process ended; nil where an older looop kept the run.
  package var exit: ProcessOutcome?
  package var errors: String?

  /// The move's name.
  package var action: String? { move?["action"]?.string }
}

extension RunAnswer: ShapedRecord {
  package static let blank = RunAnswer()

  package static let shape = Shape<RunAnswer> { field in
    field(needed: "kind", \.kind, "what the run brought: `move`, `text` or `failure`")
    field(optional: "move", \.move, "the move")
    field(optional: "text", \.text, "the text without a move")
    field(optional: "problem", \.problem, "why that is not a move")
    field(optional: "class", \.failure, "what kind of failure")
    field(optional: "message", \.message, "the failure in words")
    field(optional: "runner", \.runner, "the preset that was asked")
    field(optional: "calls", \.calls, "how many calls that took")
    field(optional: "took_ms", \.tookMilliseconds, "how long they took")
    field(optional: "usd", \.dollars, "US dollars, as far as they are known")
    field(optional: "usd_source", \.source, "how that is known")
    field(
      optional: "exit", \.exit,
      "how the last call's process ended, such as `code 0` or `signal 9`")
    field(optional: "stderr", \.errors, "the end of what it printed on standard error")
  }
}

/// What `outcome.json` of a run folder says.
package struct RunOutcome: Sendable, Equatable {
  package var word = ""
  package var ask: String?
  package var cause: String?
  package var text: String?
  package var ruling: String?
}

extension RunOutcome: ShapedRecord {
  package static let blank = RunOutcome()

  package static let shape = Shape<RunOutcome> { field in
    field.version()
    field(needed: "outcome", \.word, "what became of the beat")
    field(optional: "ask", \.ask, "the ask it waits for")
    field(optional: "cause", \.cause, "of a failed one: what kind of failure")
    field(optional: "text", \.text, "the journal's line, or why nothing was done, or what failed")
    field(optional: "ruling", \.ruling, "what the gate said of the move, and by which rule")
  }
}
