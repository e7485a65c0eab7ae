package import Base

/// How often a sensor ran, and what the decisions cost that it woke.
package struct SensorWakes: Sendable, Equatable {
  package let sensor: String
  /// Nil when no pulse has counted since then.
  package var runs: Int?
  /// Decisions that it woke, alone or with others.
  package var wakes = 0
  /// The calls of these decisions: one that several sensors woke counts for each.
  package var calls = 0
  /// US dollars of these calls, as far as they are known.
  package var dollars = 0.0
  package var unknownCalls = 0

  package init(_ sensor: String) { self.sensor = sensor }

  /// What the log and the ledger say since a moment.
  package struct Report: Sendable, Equatable {
    package let since: Int
    /// When the pulse last wrote down how often sensors ran; nil when it has not since then.
    package let runsUntil: Int?
    /// In the order of the names that were given, then those that woke a decision and are gone.
    package let rows: [SensorWakes]
  }

  /// `names` are the sensors that there are.
  package static func report(
    _ events: EventLog, _ ledger: Ledger, of names: [String], since: Int
  ) throws(LooopError) -> Report {
    let woken = try events.all("loop.woke", since: since)
    let ran = try events.all("sensor.runs", since: since)
    return report(woken + ran, try ledger.lines(since: since), of: names, since: since)
  }

  /// As above, of what was read already: `events` of any code, and the lines of the ledger.
  package static func report(
    _ events: [LoggedEvent], _ lines: [LedgerLine], of names: [String], since: Int
  ) -> Report {
    let woken = events.filter { $0.code == "loop.woke" }
    let ran = events.filter { $0.code == "sensor.runs" }
    let calls = Calls(lines)
    var rows: [String: SensorWakes] = [:]
    for name in names { rows[name] = SensorWakes(name) }
    for event in woken {
      let run = event.fields["run"]?.string ?? ""
      for sensor in sensors(of: event) {
        rows[sensor, default: SensorWakes(sensor)].wakes += 1
        rows[sensor]?.add(calls.ofRun[run] ?? [])
      }
    }
    if !ran.isEmpty { for name in rows.keys { rows[name]?.runs = 0 } }
    for event in ran {
      for (name, count) in event.fields["runs"]?.object?.members ?? [] {
        rows[name]?.runs? += min(max(count.int ?? 0, 0), 1 << 32)
      }
    }
    let gone = rows.keys.filter { !names.contains($0) }.sorted()
    return Report(
      since: since, runsUntil: ran.map(\.at).max(), rows: (names + gone).compactMap { rows[$0] })
  }

  private static func sensors(of event: LoggedEvent) -> Set<String> {
    Set((event.fields["items"]?.array ?? []).compactMap { $0["sensor"]?.string })
  }

  private mutating func add(_ calls: [Calls.Call]) {
    for call in calls {
      self.calls += 1
      dollars += call.dollars ?? 0
      if call.dollars == nil { unknownCalls += 1 }
    }
  }
}

/// The calls of the ledger by the run that made them.
private struct Calls {
  struct Call {
    /// Nil when nothing says what it cost.
    var dollars: Double?
  }

  let ofRun: [String: [Call]]

  init(_ lines: [LedgerLine]) {
    var byID: [String: Call] = [:]
    for line in lines where line.call.kind == .tick && !line.call.id.isEmpty {
      var call = byID[line.call.id] ?? Call()
      if let dollars = line.cost.dollars { call.dollars = (call.dollars ?? 0) + dollars }
      byID[line.call.id] = call
    }
    var ofRun: [String: [Call]] = [:]
    for (id, call) in byID {
      // The second call of a run is `<run>.2`.
      ofRun[String(id.prefix { $0 != "." }), default: []].append(call)
    }
    self.ofRun = ofRun
  }
}
