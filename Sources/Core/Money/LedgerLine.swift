package import Base

/// One call of an agent CLI: a decision, or a worker's whole life.
package struct LedgerCall: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable, JSONReadable {
    /// A decision of the loop.
    case tick
    case worker
  }

  /// The id of the call, the same on all its lines.
  package var id: String
  package var kind: Kind
  /// The preset's name.
  package var runner: String
  package var worker: String?
  /// The goal that it served; nil until that is known.
  package var goal: String?

  package init(
    id: String, kind: Kind, runner: String, worker: String? = nil, goal: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.runner = runner
    self.worker = worker
    self.goal = goal
  }
}

/// One line of the ledger.
package struct LedgerLine: Sendable, Equatable {
  package enum LineType: String, Sendable, CaseIterable, JSONReadable {
    case started, spent, ended
    /// No call: what time it was, behind a line of a clock that was ahead.
    case clock
  }

  package var type: LineType
  package var call: LedgerCall
  /// Seconds since 1970.
  package var at: Int
  package var usage: Usage
  package var cost: Cost
  package var outcome: String?
  /// How long the call took, once it has ended.
  package var duration: Duration?

  package init(
    _ type: LineType, _ call: LedgerCall, at: Int, usage: Usage = Usage(), cost: Cost = .unknown
  ) {
    self.type = type
    self.call = call
    self.at = at
    self.usage = usage
    self.cost = cost
  }

  /// The replacement for a line that a crash tore: a call of unknown cost.
  static func torn(at moment: Int) -> LedgerLine {
    LedgerLine(.started, LedgerCall(id: "", kind: .tick, runner: "?"), at: moment)
  }

  /// Nil when the bytes are not a line of a ledger.
  static func read(_ bytes: ArraySlice<UInt8>) -> LedgerLine? {
    (try? JSONParser.parse(bytes)).flatMap(LedgerLine.init(json:))
  }

  /// The time of a line as looop writes it, found without parsing; nil when it is not found.
  static func time(of line: ArraySlice<UInt8>) -> Int? {
    guard var place = line.withUnsafeBytes(placeBehindKey) else { return nil }
    place += line.startIndex
    var number = 0
    var digits = 0
    while place < line.endIndex, digits < 12, line[place].isDigit {
      number = number * 10 + Int(line[place] - UInt8(ascii: "0"))
      digits += 1
      place += 1
    }
    return digits > 0 && place < line.endIndex ? number : nil
  }
}

extension LedgerLine {
  /// Where the value of `"at":` begins. A month has tens of thousands of lines that are only looked at
  /// for it.
  private static func placeBehindKey(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let quote = UInt8(ascii: "\"")
    var place = 0
    while place + 5 <= bytes.count {
      if bytes[place] == quote, bytes[place + 1] == UInt8(ascii: "a"),
        bytes[place + 2] == UInt8(ascii: "t"), bytes[place + 3] == quote,
        bytes[place + 4] == UInt8(ascii: ":")
      {
        return place + 5
      }
      place += 1
    }
    return nil
  }
}

extension LedgerLine: ShapedRecord {
  package static let blank = LedgerLine(
    .started, LedgerCall(id: "", kind: .tick, runner: "?"), at: 0)

  /// A line of `ledger/YYYY-MM.jsonl`.
  package static let shape = Shape<LedgerLine> { field in
    field.version()
    field(needed: "type", \.type, "where in the call the line stands")
    field(needed: "call", \.call.id, "the same on all lines of a call")
    field(needed: "at", \.at, "when it was written")
    field("kind", \.call.kind, "a decision, or a worker's whole life")
    field("runner", \.call.runner, "the preset's name")
    field(optional: "worker", \.call.worker, "the worker's id")
    field(optional: "goal", \.call.goal, "the goal it served, once that is known")
    field(optional: "outcome", \.outcome, "of an `ended` line: how it ended, in a word")
    field(optional: "took_ms", \.tookMilliseconds, "of an `ended` line: how long the call took")
    field.part(Spent.shape, ifAny: \.spent)
  }

  private var tookMilliseconds: Int? {
    get { duration?.milliseconds }
    set { duration = newValue.map { .milliseconds($0) } }
  }

  /// What was spent since the call's last line; nil for a `started` line.
  private var spent: Spent? {
    get {
      type == .started || type == .clock
        ? nil : Spent(usage: usage, dollars: cost.dollars, source: cost.source)
    }
    set {
      guard let newValue else { return }
      usage = newValue.usage
      usage.dollars = newValue.dollars
      cost = newValue.cost
    }
  }

  private struct Spent {
    var usage: Usage
    var dollars: Double?
    var source: Cost.Source

    /// Without a source, the cost counts as reported by the agent.
    var cost: Cost {
      guard let dollars else { return .unknown }
      return Cost(dollars: dollars, source: source == .unknown ? .reported : source)
    }

    static let shape = Shape<Spent> { field in
      field(optional: "model", \.usage.shortModel, "the model, as the agent names it")
      field("input", \.usage.input.tokens, "prompt tokens that came from no cache")
      field("output", \.usage.output.tokens, "tokens of the answer")
      field("cache_read", \.usage.cacheRead.tokens, "prompt tokens read from a cache")
      field("cache_write", \.usage.cacheWrite.tokens, "prompt tokens written to a cache")
      field("usd", \.dollars, "US dollars; null when unknown")
      field("usd_source", \.source, "how that is known")
    }
  }
}

extension Usage {
  /// The longest kept name of a model in bytes; it comes from the agent.
  private static let longestModel = 200

  fileprivate var shortModel: String? {
    get { model.map { Untrusted.clipped($0, bytes: Self.longestModel) } }
    set { model = newValue }
  }
}

extension Int {
  /// A difference may be negative; beyond a trillion it is an editing mistake in the file.
  var tokens: Int {
    get { self }
    set { self = Swift.min(Swift.max(newValue, -1 << 40), 1 << 40) }
  }
}
