internal import Base

/// What was spent, added up by one thing that the ledger's lines name.
package struct CostReport: Sendable, Equatable {
  package enum Grouping: String, Sendable, CaseIterable, JSONWritable {
    case runner, goal, worker, day
  }

  /// One row: a sum of calls.
  package struct Row: Sendable, Equatable {
    package let name: String
    package var calls = 0
    package var usage = Usage()
    /// US dollars, as far as they are known.
    package var dollars = 0.0
    /// The part of them that was made from tokens and prices.
    package var imputed = 0.0
    /// The part of those that is for a model that was not named.
    package var assumed = 0.0
    /// Calls of which nothing says what they cost, or that ended without a line.
    package var unknownCalls = 0

    init(_ name: String) { self.name = name }
  }

  /// The dearest first; days in their order.
  package let rows: [Row]
  package let total: Row

  package init(_ lines: [LedgerLine], by grouping: Grouping) {
    var rows: [String: Row] = [:]
    var total = Row("total")
    // The last line of a call knows most of it, such as the goal a decision came to serve.
    var last: [String: LedgerLine] = [:]
    for line in lines where !line.call.id.isEmpty { last[line.call.id] = line }
    var known: Set<String> = []
    for line in lines where line.cost.dollars != nil { known.insert(line.call.id) }
    // What was made from prices while a call went on is part of the sum that the agent reports at last.
    var reported: Set<String> = []
    for line in lines where line.cost.source == .reported { reported.insert(line.call.id) }
    for line in lines {
      let name = Self.name(of: last[line.call.id] ?? line, at: line.at, grouping)
      let isKnown = known.contains(line.call.id)
      let isReported = reported.contains(line.call.id)
      rows[name, default: Row(name)].add(line, isKnown: isKnown, isReported: isReported)
      total.add(line, isKnown: isKnown, isReported: isReported)
    }
    self.total = total
    self.rows = rows.values.sorted {
      grouping == .day ? $0.name < $1.name : ($0.dollars, $1.name) > ($1.dollars, $0.name)
    }
  }

  private static func name(of line: LedgerLine, at: Int, _ grouping: Grouping) -> String {
    switch grouping {
    case .runner: line.call.runner
    case .goal: line.call.goal ?? "-"
    case .worker: line.call.worker ?? "-"
    case .day: LocalTime(at).dayText
    }
  }
}

extension CostReport.Row {
  fileprivate mutating func add(_ line: LedgerLine, isKnown: Bool, isReported: Bool) {
    switch line.type {
    case .started:
      calls += 1
      if !isKnown { unknownCalls += 1 }
    case .spent, .ended:
      usage = usage + line.usage
      dollars += line.cost.dollars ?? 0
      guard !isReported else { return }
      let isAssumed = line.cost.source == .assumed
      if isAssumed { assumed += line.cost.dollars ?? 0 }
      if isAssumed || line.cost.source == .imputed { imputed += line.cost.dollars ?? 0 }
    case .clock: break
    }
  }
}
