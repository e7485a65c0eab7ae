internal import Base

/// One call of an agent CLI: a decision, or a worker's whole life.
package struct LedgerCall: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// A decision of the loop.
    case tick
    case worker
  }

  /// The same on all its lines, and on no other call's.
  package let id: String
  package let kind: Kind
  /// The preset's name.
  package let runner: String
  package var worker: String?
  /// The goal it served, once that is known.
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
  package enum LineType: String, Sendable { case started, spent, ended }

  package let type: LineType
  package let call: LedgerCall
  /// Seconds since 1970.
  package let at: Int
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

  /// What is left of a line that a crash tore: a call of unknown cost.
  static func torn(at now: Int) -> LedgerLine {
    LedgerLine(.started, LedgerCall(id: "", kind: .tick, runner: "?"), at: now)
  }

  /// Nil when the bytes are no line of a ledger.
  static func read(_ bytes: ArraySlice<UInt8>) -> LedgerLine? {
    guard let record = (try? JSONParser.parse(bytes))?.object,
      let type = record["type"]?.string.flatMap(LineType.init(rawValue:)),
      let id = record["call"]?.string, let at = record["at"]?.int
    else { return nil }
    let call = LedgerCall(
      id: id, kind: record["kind"]?.string.flatMap(LedgerCall.Kind.init(rawValue:)) ?? .tick,
      runner: record["runner"]?.string ?? "?", worker: record["worker"]?.string,
      goal: record["goal"]?.string)
    let dollars = record["usd"]?.double
    var line = LedgerLine(
      type, call, at: at,
      usage: Usage(
        input: tokens(record["input"]), output: tokens(record["output"]),
        cacheRead: tokens(record["cache_read"]), cacheWrite: tokens(record["cache_write"]),
        dollars: dollars, model: record["model"]?.string))
    let source = record["usd_source"]?.string.flatMap(Cost.Source.init(rawValue:))
    if let dollars { line.cost = Cost(dollars: dollars, source: source ?? .reported) }
    line.outcome = record["outcome"]?.string
    line.duration = record["took_ms"]?.int.map { .milliseconds($0) }
    return line
  }

  /// A difference may be below zero; beyond a trillion it is a slip of whoever edited the file.
  private static func tokens(_ value: JSONValue?) -> Int {
    min(max(value?.int ?? 0, -longestCount), longestCount)
  }

  private static let longestCount = 1 << 40
  /// Bytes of a model's name; it comes from the agent.
  private static let longestModel = 200

  var json: JSONObject {
    var record: JSONObject = [
      "v": 1, "type": .string(type.rawValue), "call": .string(call.id), "at": .int(at),
      "kind": .string(call.kind.rawValue), "runner": .string(call.runner),
    ]
    record["worker"] = call.worker.map(JSONValue.string)
    record["goal"] = call.goal.map(JSONValue.string)
    record["outcome"] = outcome.map(JSONValue.string)
    record["took_ms"] = (duration?.milliseconds).map(JSONValue.int)
    guard type != .started else { return record }
    record["model"] = usage.model.map {
      .string(Untrusted.clipped($0, bytes: Self.longestModel))
    }
    record.merge(usage.json)
    record.merge(cost.json)
    return record
  }

  /// The time of a line as looop writes it, found without parsing; nil when it is not found.
  static func time(of line: ArraySlice<UInt8>) -> Int? {
    let key = Array("\"at\":".utf8)
    guard var place = line.indices.first(where: { line[$0...].starts(with: key) }) else {
      return nil
    }
    place += key.count
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
