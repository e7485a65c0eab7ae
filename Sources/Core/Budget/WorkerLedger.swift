package import Base

/// The ledger's lines of each life of a worker. What was read once is not read again: a window looks
/// several times a second.
package struct WorkerLedger {
  private struct Month {
    let identity: [UInt64]
    /// The lines before were read.
    var end: Int
  }

  private var months: [String: Month] = [:]
  /// By the id of the call.
  private var lines: [String: [LedgerLine]] = [:]
  /// How many lines were read so far.
  package private(set) var linesRead = 0

  package init() {}

  /// Reads what was added to the months from `since` on.
  package mutating func update(from ledger: Ledger, since: Int) throws(LooopError) {
    for path in try ledger.months(since) {
      let identity = FileFacts.identity(of: path) ?? []
      let size = try FileFacts.of(path)?.size ?? 0
      if let known = months[path], known.identity != identity || known.end > size {
        // Another file may repeat what is known: everything is read once more.
        self = WorkerLedger()
        return try update(from: ledger, since: since)
      }
      var added: [LedgerLine] = []
      let end = try BackwardLines.read(
        path, from: months[path]?.end ?? 0, longest: BackwardLines.longestOwn
      ) { line in
        // One that is being written is read once it is whole.
        if line.isUnfinished { return true }
        linesRead += 1
        if let read = LedgerLine.read(line.bytes), read.call.worker != nil { added.append(read) }
        return true
      }
      months[path] = Month(identity: identity, end: end ?? 0)
      for line in added.reversed() { lines[line.call.id, default: []].append(line) }
    }
  }

  /// What that call has cost so far.
  package func total(ofCall id: String) -> CostReport.Row? {
    lines[id].map { CostReport($0, by: .worker).total }
  }
}
