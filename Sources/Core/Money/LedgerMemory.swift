internal import Base
internal import Synchronization

/// What this process has read of the ledger, so that it reads on from there.
final class LedgerMemory: Sendable {
  private struct Month: Sendable {
    var identity: [UInt64]
    /// The lines before were read.
    var end: Int
    /// What is older was left out.
    var since: Int
    /// In the order of their time.
    var amounts: [LedgerAmount]
    /// What the last line says of its time.
    var lastTime: Int?

    /// Adds what was appended. Nothing before it is younger than `bound`.
    mutating func add(_ added: [LedgerAmount], bound: Int, since: Int) {
      for index in amounts.indices.reversed() {
        guard amounts[index].at > bound else { break }
        amounts[index].at = bound
      }
      self.since = since
      amounts = amounts.drop { $0.at < since } + added
    }
  }

  private let months = Mutex<[String: Month]>([:])

  /// Those of the file at `path` that count from `since` on.
  func amounts(
    of path: String, since: Int, longest: Int, now: Int
  ) throws(LooopError) -> [LedgerAmount] {
    let identity = FileFacts.identity(of: path) ?? []
    let size = try FileFacts.of(path)?.size ?? 0
    var month =
      months.withLock { $0[path] }.flatMap {
        $0.identity == identity && $0.end <= size && $0.since <= since ? $0 : nil
      } ?? Month(identity: identity, end: 0, since: since, amounts: [])
    var ages = LineAges(now: now)
    var added: [LedgerAmount] = []
    var unfinished: LedgerAmount?
    let end = try BackwardLines.read(path, from: month.end, longest: longest) { line in
      let age = ages.age(of: line)
      // Behind what is known, every line counts, or bounds those before it.
      guard ages.bound >= since || month.end > 0 else { return false }
      var amount = LedgerAmount.read(line.bytes) ?? LedgerAmount(.torn(at: age))
      amount.at = age
      if line.isUnfinished { unfinished = amount } else { added.append(amount) }
      return true
    }
    month.add(added.reversed(), bound: ages.bound, since: since)
    month.end = end ?? 0
    if !added.isEmpty || unfinished != nil { month.lastTime = ages.lastTime }
    months.withLock { $0[path] = month }
    return month.amounts + [unfinished].compactMap(\.self).filter { $0.at >= since }
  }

  /// Whether its last line says that it is later than `moment`.
  func isAhead(_ path: String, of moment: Int) -> Bool {
    months.withLock { $0[path]?.lastTime }.map { $0 > moment } ?? false
  }
}
