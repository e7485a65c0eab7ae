internal import Base

extension [LoggedEvent] {
  /// In their order, but within one second a cause stands before its effect: several processes append,
  /// and a worker may have ended before whoever started it has written that down.
  package var causesFirst: [LoggedEvent] {
    var result: [LoggedEvent] = []
    /// Effects that stood before their cause, until the cause has its line of the journal.
    var late: [LoggedEvent] = []
    for event in self {
      if !late.isEmpty, event.code != "journal.written" || event.at != late[0].at {
        result += late
        late = []
      }
      result.append(event)
      if !late.isEmpty {
        result += late
        late = []
      }
      guard let cause = event.cause else { continue }
      var first = result.count - 1
      while first > 0, result[first - 1].at == event.at { first -= 1 }
      let effects = result[first...].filter { $0.effectOf == cause }
      guard !effects.isEmpty else { continue }
      result[first...].removeAll { $0.effectOf == cause }
      late = effects
    }
    return result + late
  }
}

extension LoggedEvent {
  /// What later events may follow from; nil for most.
  fileprivate var cause: String? {
    switch code {
    case "worker.started": life
    case "ask.answered": fields["ask"]?.string.map { "answer \($0)" }
    default: nil
    }
  }

  /// The cause that must have come before; nil for most.
  fileprivate var effectOf: String? {
    switch code {
    case "worker.ended", "worker.stuck", "worker.signalled": life
    case "ask.delivered": fields["ask"]?.string.map { "answer \($0)" }
    default: nil
    }
  }

  private var life: String? {
    guard let worker = fields["worker"]?.string, let generation = fields["generation"]?.string
    else { return nil }
    return "life \(worker) \(generation)"
  }
}
