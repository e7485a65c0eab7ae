internal import Base
internal import Core

/// What one line of a run meant, for a program and for a person.
enum RunnerEventRender {
  /// Of a text this much is shown to a person.
  private static let limit = 200

  static func json(_ event: RunnerEvent) -> JSONValue {
    switch event {
    case .session(let id): ["type": "session", "id": .string(id)]
    case .text(let text): ["type": "text", "text": .string(text)]
    case .reasoning(let text): ["type": "reasoning", "text": .string(text)]
    case .tool(let name, let detail):
      ["type": "tool", "name": .string(name), "detail": .string(detail)]
    case .toolResult(let text): ["type": "tool_result", "text": .string(text)]
    case .usage(let usage): usageEvent(usage)
    case .retrying(let failureClass, let delay):
      [
        "type": "retrying", "class": .string(failureClass.rawValue),
        "delay_s": delay.map { .double($0 / .seconds(1)) } ?? .null,
      ]
    case .failure(let failure):
      [
        "type": "failure", "class": .string(failure.failureClass.rawValue),
        "message": .string(failure.message),
        "retry_after_s": JSONValue(failure.retryAfter?.seconds),
      ]
    case .ended: ["type": "ended"]
    case .unrecognised: ["type": "unrecognised"]
    }
  }

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

  private static func usageEvent(_ usage: Usage) -> JSONValue {
    var object: JSONObject = ["type": "usage"]
    object.merge(usage.json)
    object["usd"] = usage.dollars.map(JSONValue.double) ?? .null
    object["model"] = usage.model.map(JSONValue.string)
    return .object(object)
  }
}
