package import Base

/// Everything that a recap is made from, read once.
package struct RecapSource {
  let since, until: Int
  var window = EventWindow()
  var lines: [LedgerLine] = []
  var mailbox = Mailbox.Contents()
  var workers: [Worker] = []
  var readings: [Reading] = []
  var runs: [RunRecord] = []
  var problems: [LooopError] = []

  /// At least so many of the newest runs are kept; more are not looked at.
  private static let mostRuns = 500

  init(since: Int, until: Int) {
    self.since = since
    self.until = until
  }

  /// What one data dir says of the time since then. A part that cannot be read is a problem, and the
  /// others still count. Throws when the log is: that is not a time in which nothing happened.
  package init(_ loop: Loop, since: Int) throws(LooopError) {
    self.init(since: since, until: loop.clock.now())
    let redaction = loop.store.redaction
    window = try loop.events.window(since: since)
    window.events = window.events.map { $0.redacted(by: redaction) }
    lines = part { () throws(LooopError) in try loop.ledger.lines(since: since) } ?? []
    let contents = part { () throws(LooopError) in try loop.mailbox.contents() }
    mailbox = (contents ?? mailbox).redacted(by: redaction)
    problems += mailbox.problems
    if let roll = part({ () throws(LooopError) in try loop.fleet.roll() }) {
      workers = roll.workers + roll.formerLives
      problems += roll.problems
    }
    let snapshots = Snapshots(directory: loop.directory)
    if let all = part({ () throws(LooopError) in try snapshots.all() }) {
      readings = all.readings
      problems += all.problems
    }
    readRuns(loop.directory)
  }

  private mutating func readRuns(_ directory: DataDirectory) {
    let archive = part { () throws(LooopError) in try RunArchive.open(directory) }
    guard let archive else { return }
    let first = LocalTime(since).stampText
    let names = part { () throws(LooopError) in try archive.names() } ?? []
    runs = names.prefix(Self.mostRuns).prefix { $0 >= first }.reversed().map(archive.run)
    problems += runs.flatMap(\.problems)
  }

  /// The result of `read`; nil when it cannot be read, with the error noted.
  private mutating func part<Value>(_ read: () throws(LooopError) -> Value) -> Value? {
    do throws(LooopError) { return try read() } catch {
      problems.append(error)
      return nil
    }
  }
}
