internal import Base
internal import Core

/// What one line of a run meant, for a program and for a person.
enum RunnerEventRender {
  /// How much of a text a person sees.
  private static let limit = 200

  /// On one line, safe for a screen.
  static func text(_ event: RunnerEvent) -> String {
    switch event {
    case .session(let id): line("session", id)
    case .text(let text): line("text", text)
    case .reasoning(let text): line("reasoning", text)
    case .tool(let name, let detail): line("tool", "\(name) \(detail)")
    case .toolResult(let text): line("tool_result", text)
    case .usage(let usage): line("usage", UsageRender.text(usage))
    case .retrying(let failureClass, let delay):
      line("retrying", failureClass.rawValue + (delay.map { ", in \($0 / .seconds(1)) s" } ?? ""))
    case .failure(let failure):
      line("failure", "\(failure.failureClass.rawValue): \(failure.message)")
    case .ended: "ended"
    case .unrecognised: "unrecognised"
    }
  }

  private static func line(_ name: String, _ text: String) -> String {
    let shown = Untrusted.quoted(text, bytes: limit)
    return TextLayout.column(name, 14) + shown
  }
}

/// What one line of a run meant, for a program.
struct RunnerEventReport: Shaped {
  enum Kind: String, CaseIterable, JSONWritable {
    case session, text, reasoning, tool
    case toolResult = "tool_result"
    case usage, retrying, failure, ended, unrecognised
  }

  let event: RunnerEvent

  static let shape = Shape<RunnerEventReport> { field in
    field("type", \.kind, "what it is")
    field(optional: "text", \.text, "what the agent or a tool said")
    field(optional: "id", \.session, "the id under which the agent keeps its session")
    field(optional: "name", \.tool?.name, "the tool")
    field(optional: "detail", \.tool?.detail, "what it was called with")
    field.part(Usage.shape, ifAny: { $0.usage })
    field(optional: "usd", { $0.usage.map(\.dollars) }, "US dollars; null when not reported")
    field(optional: "model", \.usage?.model, "the model, as the agent names it")
    field(optional: "class", \.failureClass, "what kind of failure")
    field(optional: "delay_s", \.delay, "seconds until it tries again, when it says so")
    field(optional: "message", \.failure?.message, "the failure in words")
    field(
      optional: "retry_after_s", { $0.failure.map(\.retryAfter) },
      "seconds to wait, when the runner said so")
  }

  private var kind: Kind {
    switch event {
    case .session: .session
    case .text: .text
    case .reasoning: .reasoning
    case .tool: .tool
    case .toolResult: .toolResult
    case .usage: .usage
    case .retrying: .retrying
    case .failure: .failure
    case .ended: .ended
    case .unrecognised: .unrecognised
    }
  }

  private var text: String? {
    switch event {
    case .text(let text), .reasoning(let text), .toolResult(let text): text
    default: nil
    }
  }

  private var session: String? { if case .session(let id) = event { id } else { nil } }
  private var usage: Usage? { if case .usage(let usage) = event { usage } else { nil } }
  private var failure: RunnerFailure? {
    if case .failure(let failure) = event { failure } else { nil }
  }

  private var tool: (name: String, detail: String)? {
    if case .tool(let name, let detail) = event { (name, detail) } else { nil }
  }

  private var failureClass: RunnerFailure.Class? {
    if case .retrying(let failureClass, _) = event { failureClass } else { failure?.failureClass }
  }

  private var delay: Double?? {
    if case .retrying(_, let delay) = event { .some(delay.map { $0 / .seconds(1) }) } else { nil }
  }
}
