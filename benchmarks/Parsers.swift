import Glibc

/// How fast the streams of agents are read, and in how much memory: `looop beat --dry-run` with
/// `cat FILE` for an agent, the way a beat reads one.
enum Parsers {
  static func measure(_ make: (String) -> Loop) {
    for shape in StreamShape.all { measure(shape, make("parse-\(shape.runner)")) }
  }

  private static func measure(_ shape: StreamShape, _ loop: Loop) {
    let file = "\(loop.folder)/stream"
    File.write(
      "\(loop.folder)/config.json",
      """
      {"runner":"\(shape.runner)","tick_command":"cat \(file)","worker_command":"true",
      "budget":{"calls_per_hour":0,"calls_per_day":0,"usd_per_day":0}}
      """)
    let beat = loop.launch("beat", "--dry-run")

    // A beat that reads next to nothing, and one with a long answer, in turns.
    var (idle, busy): ([Int], [Int]) = ([], [])
    let answer = shape.longAnswer
    for _ in 0..<20 {
      shape.write(to: file, bytes: 0)
      idle.append(beat.measured().nanoseconds)
      File.write(file, answer)
      busy.append(beat.measured().nanoseconds)
    }
    let beatAlone = Samples(idle).median
    let long = rate(answer.utf8.count, Samples(busy).median - beatAlone)
    Table.row("\(shape.runner), an answer of 200 KB", long)

    shape.write(to: file, bytes: 10_000_000)
    let smallPeak = beat.measured().peakKilobytes
    let size = shape.write(to: file, bytes: 100_000_000)
    let runs = (0..<3).map { _ in beat.measured() }
    let time = Samples(runs.map(\.nanoseconds)).median - beatAlone
    let peak = runs.map(\.peakKilobytes).max() ?? 0
    Table.row("\(shape.runner), a stream of 100 MB", rate(size, time))
    Table.row(
      "  resident at most, of 10 MB and of 100 MB",
      "\(Figure.megabytes(smallPeak)), \(Figure.megabytes(peak)) MB")
    unlink(file)
  }

  private static func rate(_ bytes: Int, _ nanoseconds: Int) -> String {
    "\(Figure.decimal(Double(bytes) * 1_000 / Double(max(nanoseconds, 1)), 0)) MB/s"
  }
}
