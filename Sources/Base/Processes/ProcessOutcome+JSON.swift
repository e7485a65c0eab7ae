/// A word, and what it is about: as a record keeps it.
extension ProcessOutcome: JSONReadable {
  package static var kind: ShapeKind { .string }

  package var json: JSONValue {
    let text =
      switch self {
      case .exited(let code): "code \(code)"
      case .signalled(let number): "signal \(number)"
      case .timedOut: "deadline"
      case .silent(let limit): "silence \(limit.milliseconds)"
      case .oversized: "size"
      case .interrupted: "stop"
      case .notStarted(let reason, let isPassing):
        isPassing ? "not_started_now \(reason)" : "not_started \(reason)"
      }
    return .string(text)
  }

  package init?(json: JSONValue) {
    guard let text = json.string else { return nil }
    let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.count > 1 ? String(parts[1]) : ""
    switch (parts[0], Int(rest)) {
    case ("code", let code?): self = .exited(code)
    case ("signal", let number?): self = .signalled(number)
    case ("deadline", _): self = .timedOut
    case ("silence", let limit?): self = .silent(.milliseconds(limit))
    case ("size", _): self = .oversized
    case ("stop", _): self = .interrupted
    case ("not_started", _): self = .notStarted(rest)
    case ("not_started_now", _): self = .notStarted(rest, isPassing: true)
    default: return nil
    }
  }
}
