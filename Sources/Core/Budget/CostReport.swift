internal import Base

/// What was spent, added up by one thing that the ledger's lines name.
package struct CostReport: Sendable, Equatable {
  package enum Grouping: String, Sendable, CaseIterable, JSONWritable {
    case runner, goal, worker, day
  }

  /// One row: a sum of calls and workers.
  package struct Row: Sendable, Equatable {
    package let name: String
    /// Questions to a runner for a decision: the same that the caps count.
    package var calls = 0
    /// Lives of workers.
    package var workers = 0
    package var usage = Usage()
    /// US dollars, as far as they are known.
    package var dollars = 0.0
    /// The part of them that was made from tokens and prices.
    package var imputed = 0.0
    /// The part of those that is for a model that was not named.
    package var assumed = 0.0
    /// Calls and workers of which nothing says what they cost, or that ended without a line.
    package var unknownCalls = 0

    init(_ name: String) { self.name = name }

    /// Whether nothing was started or paid.
    package var isEmpty: Bool { calls == 0 && workers == 0 && dollars == 0 }
  }

  /// The dearest first; days in their order.
  package let rows: [Row]
  package let total: Row

  package init(_ lines: [LedgerLine], by grouping: Grouping) {
    let calls = CallFacts(lines)
    var rows: [String: Row] = [:]
    var total = Row("total")
    for line in lines {
      let fact = calls.fact(of: line)
      let name = Self.name(of: fact.call, at: line.at, grouping)
      rows[name, default: Row(name)].add(line, fact)
      total.add(line, fact)
    }
    self.total = total
    self.rows = grouping == .day ? rows.values.sorted { $0.name < $1.name } : Self.sorted(rows)
  }

  /// The dearest first.
  static func sorted(_ rows: [String: Row]) -> [Row] {
    rows.values.sorted { ($0.dollars, $1.name) > ($1.dollars, $0.name) }
  }

  static func name(of call: LedgerCall, at: Int, _ grouping: Grouping) -> String {
    switch grouping {
    case .runner: call.runner
    case .goal: call.goal ?? "-"
    case .worker: call.worker ?? "-"
    case .day: LocalTime(at).dayText
    }
  }
}

extension CostReport.Row {
  mutating func add(_ line: LedgerLine, _ fact: CallFacts.Fact) {
    switch line.type {
    case .started:
      switch line.call.kind {
      case .tick: calls += 1
      case .worker: workers += 1
      }
      if !fact.isKnown { unknownCalls += 1 }
    case .spent, .ended:
      usage = usage + line.usage
      dollars += line.cost.dollars ?? 0
      guard !fact.isReported else { return }
      let isAssumed = line.cost.source == .assumed
      if isAssumed { assumed += line.cost.dollars ?? 0 }
      if isAssumed || line.cost.source == .imputed { imputed += line.cost.dollars ?? 0 }
    case .clock: break
    }
  }
}

/// What all lines of a call say of it together, read once for any number of sums.
struct CallFacts {
  struct Fact {
    /// As the last line has it, which knows most of it, such as the goal a decision came to serve.
    var call: LedgerCall
    /// Whether anything says what it cost.
    var isKnown = false
    /// Whether the agent reports a sum at last: what was made from prices before is part of it.
    var isReported = false
  }

  private var facts: [String: Fact] = [:]

  init(_ lines: [LedgerLine]) {
    for line in lines where !line.call.id.isEmpty {
      var fact = facts[line.call.id] ?? Fact(call: line.call)
      fact.call = line.call
      if line.cost.dollars != nil { fact.isKnown = true }
      if line.cost.source == .reported { fact.isReported = true }
      facts[line.call.id] = fact
    }
  }

  func fact(of line: LedgerLine) -> Fact { facts[line.call.id] ?? Fact(call: line.call) }
}
