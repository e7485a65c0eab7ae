import Glibc

/// How long it takes until a worker is at work.
enum WorkerStart {
  static let count = 30

  static func measure(_ loop: Loop) {
    let base = Launch(["/bin/true"], loop.environment)
    var bases: [Int] = []
    for kind in ["headless", "terminal"] {
      _ = first(loop, "warm-\(kind)", kind)
      let times = (0..<count).compactMap { number -> Int? in
        bases.append(base.time())
        return first(loop, "\(kind)-\(number)", kind)
      }
      let text = Samples(times).text
      Table.row(
        "worker start to its first output recorded, \(kind), p50 / p99",
        times.count < count ? "\(text), \(times.count) runs" : text)
    }
    Table.row("  /bin/true in turns with them, p50 / p99", Samples(bases).text)

    let figure = "  fsyncs: of the verb, of the supervisor to the worker's end"
    guard let trace = Trace(loop, loop.startWords("traced", kind: "headless", "echo up")) else {
      return Table.row(figure, "no strace here")
    }
    let counts = [true, false].map { trace.count(own: $0, "fsync(", "fdatasync(") }
    Table.row(figure, counts.map(String.init).joined(separator: ", "))
  }

  /// From the start of the verb to the first bytes in the worker's `output.log`. The worker ends at
  /// once, and is waited for.
  private static func first(_ loop: Loop, _ id: String, _ kind: String) -> Int? {
    let verb = Launch([loop.binary] + loop.startWords(id, kind: kind, "echo up"), loop.environment)
    let moves = Watch("\(loop.data)/sessions", for: IN_MOVED_TO)
    let output = "\(loop.session(id))/output.log"
    let started = Clock.now()
    let pid = verb.start()
    var moment: Int?
    if moves.next(milliseconds: 10_000) != nil {
      // Before the supervisor exists; if not, the size tells.
      let writes = Watch(loop.session(id), for: IN_MODIFY)
      while File.size(output) == 0, let change = writes.next(milliseconds: 10_000) {
        writes.forget()
        moment = change
      }
    }
    let isStarted = Launch.wait(pid) == 0
    let hasEnded = File.appears("\(loop.session(id))/status.json", milliseconds: 10_000)
    return isStarted && hasEnded ? moment.map { $0 - started } : nil
  }
}
