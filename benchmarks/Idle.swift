/// A pulse that has nothing to do: how often it wakes and what it holds.
struct Idle {
  private static let seconds = 60

  private let loop: Loop
  private let pulse: Process
  private let started: Int
  private let sleeps: Int

  /// Starts it; the other figures are measured while it rests. Nil when it did not start.
  init?(_ loop: Loop) {
    loop.addRestingSensors(10)
    guard let pulse = loop.up(), let sleeps = pulse.sleeps else { return nil }
    self.loop = loop
    self.pulse = pulse
    self.sleeps = sleeps
    started = Clock.now()
  }

  func report() {
    let rest = Self.seconds * 1_000 - (Clock.now() - started) / 1_000_000
    if rest > 0 { Clock.sleep(milliseconds: rest) }
    let minutes = Double(Clock.now() - started) / 60e9
    let wakeups = pulse.sleeps.map { Double($0 - sleeps) / minutes }
    Table.row(
      "idle pulse, no sensor due: wakeups a minute",
      wakeups.map { Figure.decimal($0, 1) } ?? "it ended", target: "0", met: wakeups == 0)
    let resident = pulse.residentKilobytes ?? 0
    let count = Process.all(withEnvironment: "LOOOP_DATA_DIR=\(loop.data)").count
    let size = Figure.decimal(Double(resident) / 1_024, 1)
    Table.row(
      "idle pulse: memory, processes", "\(size) MB in \(count)", target: "in 1", met: count == 1)
    let own = pulse.privateKilobytes
    Table.row(
      "  of it private; the rest is the binary, shared by all",
      own.map { "\(Figure.decimal(Double($0) / 1_024, 1)) MB" } ?? "it ended", target: "1 MB",
      met: own.map { $0 < 1_024 } ?? false)
    loop.down()
  }
}
