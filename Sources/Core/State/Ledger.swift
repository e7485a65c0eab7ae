/// Calls, tokens and money: one line when a call starts, one when it ended. A `started` line
/// without its end is a call of unknown cost, so a kill cannot hide a spend.
public struct Ledger: Sendable {
  private let folder: String
  private let clock: Clock

  public init(folder: String, clock: Clock) {
    self.folder = folder
    self.clock = clock
  }

  public func recordStart(call: String, runner: String) throws(LooopError) {
    try append([
      "v": 1, "type": "started", "call": .string(call), "runner": .string(runner),
      "at": .int(clock.now()),
    ])
  }

  public func recordEnd(
    call: String, outcome: String, milliseconds: Int, usage: Usage
  ) throws(LooopError) {
    try append([
      "v": 1, "type": "ended", "call": .string(call), "at": .int(clock.now()),
      "outcome": .string(outcome), "took_ms": .int(milliseconds), "input": .int(usage.input),
      "output": .int(usage.output), "cache_read": .int(usage.cacheRead),
      "cache_write": .int(usage.cacheWrite),
      "usd": usage.dollars.map(JSONValue.double) ?? .null,
      "usd_source": usage.dollars == nil ? "unknown" : "reported",
    ])
  }

  /// When each call started, no earlier than `since`.
  public func starts(since: Int) throws(LooopError) -> [Int] {
    // The file is the month's in which the line was written: at most this month's and the one
    // `since` falls in.
    let months = Set([since, clock.now()].map { LocalTime($0).monthText })
    var starts: [Int] = []
    for month in months.sorted() {
      let path = "\(folder)/\(month).jsonl"
      guard let bytes = try AtomicFile.read(path) else { continue }
      for line in bytes.split(separator: 0x0A) {
        // A line torn by a crash is not a start that can be counted by its time: count it now, so
        // that the spend is never understated.
        guard let record = try? JSONParser.parse(line) else {
          starts.append(clock.now())
          continue
        }
        if record["type"]?.string == "started", let at = record["at"]?.int, at >= since {
          starts.append(at)
        }
      }
    }
    return starts
  }

  private func append(_ record: JSONObject) throws(LooopError) {
    let path = "\(folder)/\(LocalTime(clock.now()).monthText).jsonl"
    try AtomicFile.append(path, JSONWriter.line(.object(record)))
  }
}
