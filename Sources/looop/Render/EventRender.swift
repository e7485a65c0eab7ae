internal import Base
internal import Core

/// An event in words, on one line: what `journal` and `watch` show.
///
/// Nil where another event says the same: a move and a human's act have their line of the journal.
enum EventRender {
  /// How much of someone else's words is shown, and of the whole line, in bytes.
  private static let quoted = 120
  private static let value = 40
  private static let longest = 600
  /// So many changed places of a wake are named.
  private static let mostPlaces = 3

  static func text(_ event: LoggedEvent) -> String? {
    words(event).map { Untrusted.quoted($0, bytes: longest) }
  }

  private static func words(_ event: LoggedEvent) -> String? {
    switch event.code.prefix(while: { $0 != "." }) {
    case "journal": journal(event)
    case "loop", "call", "beat": decision(event)
    case "worker": worker(event)
    case "ask": ask(event)
    case "pulse", "state", "retention", "file", "config": machine(event)
    case "runner", "budget": limits(event)
    case "goal", "playbook", "sensor", "gate": steering(event)
    default: raw(event)
    }
  }

  /// An event that this looop does not know.
  private static func raw(_ event: LoggedEvent) -> String {
    let words = event.fields.members.filter { $0.value != .null }
      .map { $0.value.string ?? JSONWriter.text($0.value) }
    return ([event.code] + words).joined(separator: " ")
  }

  private static func journal(_ event: LoggedEvent) -> String? {
    switch event.code {
    case "journal.written": event.has("told_by") ? nil : event["text"]
    case "journal.unwritten": "\(event["text"]) (not in journal.md: \(event["message"]))"
    default: raw(event)
    }
  }

  // MARK: A decision

  private static func decision(_ event: LoggedEvent) -> String? {
    switch event.code {
    case "loop.woke": return woke(event)
    case "loop.paused", "loop.resumed": return nil
    case "call.started": return "asking \(event["runner"])"
    case "call.ended": return call(event)
    case "beat.ended": return beat(event)
    default: return raw(event)
    }
  }

  private static func woke(_ event: LoggedEvent) -> String {
    let items = event.fields["items"]?.array ?? []
    guard !items.isEmpty else { return "woken by time alone" }
    let shown = items.prefix(mostPlaces).map(place)
    let left = items.count - shown.count + (event.fields["more"]?.int ?? 0)
    return "woken by \(shown.joined(separator: ", "))\(left > 0 ? " and \(left) more" : "")"
  }

  /// As in `sensor disk /signal/free 3 -> 2`.
  private static func place(_ item: JSONValue) -> String {
    let said = { (key: String) in item[key]?.string.map { Untrusted.oneLine($0) } }
    let name = said("item") ?? "?"
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    let (kind, own) = (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    let change = said("change") ?? ""
    switch kind {
    case "reading":
      guard change == "changed" else {
        return "sensor \(own)\(change == "gone" ? ", which is gone" : ": first reading")"
      }
      let pointer = said("pointer").map { " \($0.isEmpty ? "as a whole" : $0)" } ?? ""
      guard let to = said("to") else { return "sensor \(own)\(pointer)" }
      let from = said("from").map { "\(short($0)) -> " } ?? "-> "
      return "sensor \(own)\(pointer) \(from)\(short(to))"
    case "session": return "worker \(own): \(short(said("to") ?? change))"
    case "answer": return "the answer to \(own)"
    case "output": return "the end of a command"
    case "playbook": return "the PLAYBOOK"
    case "interrupted": return "a move that was cut short"
    case "problem": return "a problem: \(short(said("to") ?? change))"
    default: return "\(kind) \(own)\(change == "changed" ? "" : " (\(change))")"
    }
  }

  private static func short(_ value: String) -> String {
    value.utf8.count <= Self.value ? value : JournalWords.quoted(value, bytes: Self.value)
  }

  private static func call(_ event: LoggedEvent) -> String {
    let took = event.fields["took_ms"]?.int.map { " after \(Duration.milliseconds($0).text)" } ?? ""
    let cost = event.fields["usd"]?.double.map { ", \(Dollars.text($0))" } ?? ""
    let runner = event["runner"]
    return switch event["outcome"] {
    case "move": "\(runner) answered \(event["move"])\(took)\(cost)"
    case "text": "\(runner) answered without a move\(took)\(cost)"
    case let failure: "\(runner) failed (\(failure))\(took)\(cost)"
    }
  }

  private static func beat(_ event: LoggedEvent) -> String? {
    switch event["outcome"] {
    case "skipped": "nothing is done: \(event["text"])"
    case "failed": "the beat failed (\(event["cause"])): \(event["text"])"
    default: nil
    }
  }

  // MARK: Workers and asks

  private static func worker(_ event: LoggedEvent) -> String? {
    let name = "worker \(event["worker"])"
    switch event.code {
    case "worker.started": return nil
    case "worker.signalled": return "\(name): its supervisor goes on in spite of \(event["signal"])"
    case "worker.stuck": return "\(name) is stuck, its last line: \(event.quoted("screen", quoted))"
    case "worker.ended":
      // Whoever ended it on purpose looks for no failure. Of older lines there is no more than a state.
      if event.has("failure"), !["human", "loop"].contains(event["by"]) {
        return "\(name) failed: \(event["failure"])"
      }
      var words = "\(name) ended: \(event["state"])\(ender(event))"
      if let said = event.fields["said"]?.string {
        let report = event.has("report") ? " \(event.quoted("report", quoted))" : ""
        words += "; it said \(said)\(report)"
      }
      if let isVerified = event.fields["verified"]?.bool {
        words += "; its check \(isVerified ? "passed" : "failed")"
      }
      if event.has("problem") { words += "; its problem: \(event.quoted("problem", quoted))" }
      return words
    default: return raw(event)
    }
  }

  private static func ender(_ event: LoggedEvent) -> String {
    let why = event.has("why") ? " (\(event["why"]))" : ""
    return switch event["by"] {
    case "human": " by \(event["who"])\(why)"
    case "loop": " by the loop\(event.has("why") ? ": \(event.quoted("why", quoted))" : "")"
    case "time_limit": " at its time limit"
    case "budget": " for its cost"
    case "agent", "?": ""
    default: why
    }
  }

  private static func ask(_ event: LoggedEvent) -> String? {
    let id = event["ask"]
    switch event.code {
    case "ask.raised":
      // Of the others the event says it that they are about: a move, a runner, a cap.
      guard ["worker", "setup"].contains(event["kind"]) else { return nil }
      return "\(event["asker"]) asks (\(id)): \(event.quoted("prompt", quoted))"
    case "ask.answered":
      return "\(id) answered by \(event["who"]): \(event.quoted("answer", quoted))"
    case "ask.delivered":
      return event["to"] == "loop" ? nil : "\(event["to"]) has the answer to \(id)"
    case "ask.withdrawn": return "\(id) was taken back: it has no purpose any more"
    default: return raw(event)
    }
  }

  // MARK: The machine

  private static func machine(_ event: LoggedEvent) -> String {
    switch event.code {
    case "pulse.started":
      "the pulse is up\(event.has("degraded") ? "; \(event["degraded"])" : "")"
    case "pulse.degraded": event["degraded"]
    case "pulse.stopped":
      if event.has("why") {
        "the pulse is down: \(event["why"])"
      } else {
        ["?", "SIGTERM"].contains(event["signal"])
          ? "the pulse is down" : "the pulse is down: \(event["signal"]) stopped it"
      }
    case "pulse.signalled": "the pulse goes on in spite of \(event["signal"])"
    case "pulse.lost":
      "the pulse (pid \(event.fields["pid"]?.int ?? 0)) was killed, or a fault ended it"
        + (event.has("message") ? "; its last words: \(event.quoted("message", quoted))" : "")
    case "pulse.swept": swept(event)
    case "state.unwritten": "a failure could not be written down: \(event["message"])"
    case "retention.failed": "old files could not be removed: \(event["message"])"
    case "file.broken": "a broken file was moved aside: \(event["message"])"
    case "config.invalid": "the config cannot be read: \(event["message"])"
    default: raw(event)
    }
  }

  private static func swept(_ event: LoggedEvent) -> String {
    let count = event.fields["processes"]?.int ?? 0
    return Counted.text(count, "process", many: "processes") + " of a pulse or beat that was killed"
      + " \(count == 1 ? "is" : "are") ended"
  }

  private static func limits(_ event: LoggedEvent) -> String? {
    switch event.code {
    case "runner.parked": "the runner \(event["text"])"
    case "runner.unparked":
      event["by"] == "human" ? nil : "the runner \(event["runner"]) is not parked any more"
    case "budget.spent": "the cap \(event["cap"]) is reached; \(event["ask"]) asks about it"
    default: raw(event)
    }
  }

  private static func steering(_ event: LoggedEvent) -> String? {
    switch event.code {
    case "goal.quarantined":
      "the workers of the goal \(event["goal"]) keep failing; \(event["ask"]) asks what to do"
    case "sensor.flaps":
      "sensor \(event["sensor"]) flaps: it woke \(event.fields["wakes"]?.int ?? 0) decisions in a row"
        + " for nothing"
    case "goal.written", "goal.archived", "playbook.written", "sensor.written", "sensor.added",
      "sensor.removed", "sensor.enabled", "sensor.disabled", "sensor.runs", "gate.ruled":
      nil
    default: raw(event)
    }
  }
}

extension LoggedEvent {
  fileprivate func has(_ field: String) -> Bool { fields[field].map { $0 != .null } ?? false }

  /// A field as text; `?` when it is not there.
  fileprivate subscript(_ field: String) -> String { fields[field]?.string ?? "?" }

  fileprivate func quoted(_ field: String, _ bytes: Int) -> String {
    JournalWords.quoted(self[field], bytes: bytes)
  }
}
