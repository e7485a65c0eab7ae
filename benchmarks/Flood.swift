/// What a supervisor takes for a worker that prints a lot.
enum Flood {
  static let megabytes = 10
  static let seconds = 5

  static func measure(_ loop: Loop) {
    measure(loop, "headless, text", "headless", .plain)
    measure(loop, "headless, JSON", "headless", .json)
    measure(loop, "terminal", "terminal", .screen)
    loop.down()
  }

  private static func measure(
    _ loop: Loop, _ name: String, _ kind: String, _ format: Producer.Format
  ) {
    let id = format.rawValue
    let report = "\(loop.folder)/\(id)"
    let figure = "10 MB/s, \(name): processor time per 100 MB, at"
    let command = Producer.command(
      format, megabytes: megabytes, seconds: seconds, report: report)
    guard let supervisor = loop.startWorker(id, kind: kind, command),
      let before = supervisor.processorTime,
      File.appears(report, milliseconds: (seconds + 60) * 1_000),
      supervisor.settle(milliseconds: 200), let after = supervisor.processorTime,
      let result = Producer.Result(report)
    else { return Table.failed(figure, "the worker did not print") }
    let time = Double(after - before) / 1e9 / (Double(result.bytes) / 100e6)
    Table.row(
      figure,
      "\(Figure.decimal(time, 2)) s, \(Figure.decimal(result.megabytesPerSecond, 1)) MB/s")
    let peak = Figure.megabytes(supervisor.peakKilobytes ?? 0)
    let own = Figure.megabytes(supervisor.memory?.own ?? 0)
    Table.row("  memory: resident at most, private afterwards", "\(peak), \(own) MB")
    let file = "\(loop.session(id))/\(kind == "headless" ? "stream.jsonl" : "output.log")"
    let recorded = File.size(file) + File.size("\(file).1")
    // A terminal puts a carriage return before each line feed.
    let lost = max(0, result.bytes - recorded)
    if lost > 0 { Table.row("  of it not recorded", "\(lost) bytes") }
    loop.run("kill", id)
  }
}
