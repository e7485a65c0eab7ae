import Glibc

/// From the change of a file that a sensor watches to the sensor's reading.
enum WatchedFiles {
  static func measure(_ make: (String) -> Loop) {
    measureReplaced(make("replaced"))
    measureHeldOpen(make("held-open"))
  }

  /// A sensor with a clock of a day, whose signal is the file's last line.
  private static func begin(_ loop: Loop) -> (pulse: Process, file: String)? {
    let file = "\(loop.folder)/trigger"
    File.write(file, "0\n")
    loop.addSensor(
      "watching",
      script: "echo x >>\(loop.folder)/runs\necho \"{\\\"signal\\\":$(tail -n1 \(file))}\"",
      manifest: "every: 1d\nwatch: [\(file)]")
    return loop.up().map { ($0, file) }
  }

  /// From 20 changes, each after a rest, to the reading of each.
  private static func times(
    _ loop: Loop, _ pulse: Process, _ change: (Int) -> Int
  ) -> [Int] {
    (1...20).compactMap { number in
      // No two changes in one second: a sensor is not run twice in it.
      pulse.settle(milliseconds: 1_300)
      let watch = Watch("\(loop.data)/snapshots", for: Int32(IN_MOVED_TO))
      let moment = change(number)
      return watch.next(milliseconds: 5_000).map { $0 - moment }
    }
  }

  private static func measureReplaced(_ loop: Loop) {
    guard let (pulse, file) = begin(loop) else { return Table.failed("watched file", "no pulse") }
    let samples = Samples(times(loop, pulse) { File.replace(file, "\($0)\n") })
    Table.row("watched file to its sensor's reading, debounce in it, p50 / p99", samples.text)
    loop.down()
  }

  private static func measureHeldOpen(_ loop: Loop) {
    let figure = "line of a watched file held open to its reading, debounce in it, p50 / p99"
    guard let (pulse, file) = begin(loop) else { return Table.failed(figure, "no pulse") }
    defer { loop.down() }
    let fd = open(file, O_WRONLY | O_APPEND)
    defer { close(fd) }
    func append(_ text: String) -> Int {
      let bytes = Array("\(text)\n".utf8)
      _ = write(fd, bytes, bytes.count)
      return Clock.now()
    }
    let heard = times(loop, pulse) { append("\($0)") }
    guard heard.count == 20 else {
      return Table.failed(figure, "\(heard.count) of 20 lines were read")
    }
    let samples = Samples(heard)
    Table.row(figure, samples.text, target: "500 ms", met: samples.percentile(99) <= 500_000_000)
    measureBusy(loop, pulse, append)
  }

  /// The file is written without pause for ten seconds: what that costs the pulse, and whether the last
  /// line is read.
  private static func measureBusy(_ loop: Loop, _ pulse: Process, _ append: (String) -> Int) {
    let seconds = 10
    pulse.settle(milliseconds: 1_300)
    File.write("\(loop.folder)/runs", "")
    let before = (wakes: pulse.sleeps ?? 0, time: pulse.processorTime ?? 0)
    let end = Clock.now() + seconds * 1_000_000_000
    var lines = 0
    while Clock.now() < end {
      _ = append("1")
      lines += 1
    }
    let wakes = (pulse.sleeps ?? 0) - before.wakes
    let time = ((pulse.processorTime ?? 0) - before.time) / seconds
    let runs = File.size("\(loop.folder)/runs") / 2
    _ = append("777")
    pulse.settle(milliseconds: 1_300)
    let reading = File.read("\(loop.data)/snapshots/sensor-watching.json") ?? ""
    let isLast = reading.contains("\"signal\":777")
    Table.row(
      "\(lines / seconds) lines a second for \(seconds) s: runs of its sensor, wakes, processor time a second",
      "\(runs), \(Figure.decimal(Double(wakes) / Double(seconds), 1)),"
        + " \(Figure.milliseconds(time)) ms",
      target: "\(seconds + 1) runs at most", met: runs <= seconds + 1)
    Table.row(
      "  and the last line of them is read", isLast ? "yes" : "no", target: "yes", met: isLast)
  }
}
