import Glibc

/// What a beat costs that finds nothing changed.
enum Beats {
  /// Counts the system calls of a foreground beat with ten sensors, the second one: the first
  /// decides.
  static func countCalls(_ loop: Loop) {
    for number in 0..<10 { loop.addSensor("bench-\(number)", every: "1m") }
    loop.run("beat")
    let figure = "unchanged beat, 10 sensors: processes, fsyncs, renames, unlinks"
    guard let trace = Trace(loop, ["beat"]) else {
      return Table.row(figure, "no strace here", target: "10, 0, 0, 0")
    }
    // What a sensor does itself is its own business: looop's process alone is counted.
    let counts = [
      trace.count(own: false, "execve("), trace.count(own: true, "fsync(", "fdatasync("),
      trace.count(own: true, "rename"), trace.count(own: true, "unlink"),
    ]
    Table.row(
      figure, counts.map(String.init).joined(separator: ", "), target: "10, 0, 0, 0",
      met: counts == [10, 0, 0, 0])
  }

  /// The processor time of an unchanged beat of the pulse, no sensor due.
  static func measureOverhead(_ make: (Int) -> Loop) {
    let small = overhead(make(500), 500)
    let large = overhead(make(1_000), 1_000)
    guard let small, let large else {
      return Table.failed("unchanged beat, 1,000 readings and goals", "the pulse did not start")
    }
    Table.row("unchanged beat, 500 readings + 500 goals", "\(Figure.milliseconds(small)) ms")
    Table.row(
      "unchanged beat, 1,000 readings + 1,000 goals", "\(Figure.milliseconds(large)) ms",
      target: "50 ms", met: large <= 50_000_000)
    let growth = Double(large) / Double(max(small, 1))
    Table.row(
      "growth from 500 to 1,000", "\(Figure.decimal(growth, 2))x", target: "2x (linear)",
      met: growth <= 2.3)
  }

  private static func overhead(_ loop: Loop, _ count: Int) -> Int? {
    loop.addRestingSensors(count)
    loop.addGoals(count)
    guard let pulse = loop.up() else { return nil }
    defer { loop.down() }
    return unchanged(loop, pulse)
  }

  /// The processor time that the pulse takes for a beat that finds nothing changed.
  static func unchanged(_ loop: Loop, _ pulse: Process) -> Int? {
    let times = (0..<12).compactMap { _ -> Int? in
      guard let before = pulse.processorTime else { return nil }
      // No goal by its name, and yet an event: the beat that follows finds nothing changed.
      File.write("\(loop.data)/goals/.benchmark", "")
      Clock.sleep(milliseconds: 350)
      pulse.settle(milliseconds: 100)
      return pulse.processorTime.map { $0 - before }
    }
    return times.isEmpty ? nil : Samples(times).median
  }
}
