import Glibc

/// A hundred workers that all wait for an answer.
enum Crowd {
  static let count = 100
  static let answers = 50

  /// The measure of the latency under load: one worker, asking again and again.
  static func measureAlone(_ loop: Loop) {
    let watch = Watch(loop.stamps)
    loop.run("pause")
    guard loop.up() != nil, start(loop, 0..<1).count == 1 else {
      return Table.failed("answer to a worker", "it did not start")
    }
    defer { loop.down() }
    report(
      "answer's record to the worker's next act, alone, p50 / p99", watch, loop,
      (0..<answers).map { (0, $0) })
  }

  static func measure(_ loop: Loop) {
    // Before the workers: the watches of a user are few.
    let watch = Watch(loop.stamps)
    guard let pulse = loop.up() else {
      return Table.failed("100 workers", "the pulse did not start")
    }
    var beats = [Beats.unchanged(loop, pulse) ?? 0]
    var supervisors: [Process] = []
    for half in [0..<count / 2, count / 2..<count] {
      // Or every ask would be decided on.
      loop.run("pause")
      supervisors += start(loop, half)
      loop.run("resume")
      pulse.settle(milliseconds: 1_000)
      beats.append(Beats.unchanged(loop, pulse) ?? 0)
    }
    defer { reportDown(loop, supervisors) }
    guard supervisors.count == count else {
      return Table.failed("100 workers", "\(supervisors.count) started")
    }
    reportBeats(beats)
    let asks = Process.all(withEnvironment: "LOOOP_DATA_DIR=\(loop.data)").filter {
      $0.words.hasPrefix("\(loop.binary)\0ask\0")
    }
    reportMemory(supervisors, asks)
    reportRest(supervisors + asks)
    loop.run("pause")
    pulse.settle(milliseconds: 1_000)
    reportAnswers(watch, loop, supervisors, asks)
  }

  /// Workers that ask, leave a stamp once they are answered, and ask the next question; all ask by
  /// the time this returns.
  private static func start(_ loop: Loop, _ numbers: Range<Int>) -> [Process] {
    let command = """
      n=0; while "$LOOOP_BIN" ask "May I go on with $n?" --wait 10h > /dev/null
      do n=$((n + 1)); : > '\(loop.stamps)'/"$LOOOP_SESSION_ID"; done
      """
    let supervisors = numbers.compactMap { loop.startWorker("bench-\($0)", command) }
    for number in numbers { _ = isAsking(loop, number, 0) }
    return supervisors
  }

  /// Whether that worker's question of that number is raised, or was within ten seconds.
  private static func isAsking(_ loop: Loop, _ worker: Int, _ question: Int) -> Bool {
    File.appears(
      "\(loop.data)/asks/bench-\(worker)-\(question + 1).json", milliseconds: 10_000)
  }

  /// Each worker is answered once at most. An ask that got no watch sees its answer up to a quarter
  /// of a second late, so the two are told apart.
  private static func reportAnswers(
    _ watch: Watch, _ loop: Loop, _ supervisors: [Process], _ asks: [Process]
  ) {
    let figure = "answer's record to the worker's next act, of 100"
    let watching = Set(asks.filter(\.hasWatch).compactMap(\.worker))
    func first(_ wanted: (Int) -> Bool) -> [(worker: Int, question: Int)] {
      (0..<count).filter(wanted).prefix(answers).map { ($0, 0) }
    }
    let asked = first { watching.contains("bench-\($0)") }
    let woken = supervisors.filter(\.hasWatch)
    func sleeps() -> Int { woken.compactMap(\.sleeps).reduce(0, +) }
    let before = sleeps()
    report("\(figure), p50 / p99", watch, loop, asked)
    let each = Double(sleeps() - before) / Double(max(1, asked.count * woken.count))
    Table.row(
      "  wakeups of each supervisor for one answer and the next ask", Figure.decimal(each, 1))
    let others = first { !watching.contains("bench-\($0)") }
    if !others.isEmpty { report("  the same without a file watch, p50 / p99", watch, loop, others) }
  }

  private static func report(
    _ figure: String, _ watch: Watch, _ loop: Loop, _ asked: [(worker: Int, question: Int)]
  ) {
    let times = asked.enumerated().compactMap { round, ask -> Int? in
      let (worker, question) = ask
      guard isAsking(loop, worker, question) else { return nil }
      // The others have looked at that ask by then, and `ask` itself waits. Who looks four times a
      // second is met at every part of that time alike.
      Clock.sleep(milliseconds: 60 + round * 97 % 250)
      watch.forget()
      let moment = File.publish(
        "\(loop.data)/answers/bench-\(worker)-\(question + 1).json",
        "{\"v\":1,\"answer\":\"yes\",\"ts\":1}\n")
      let act = watch.next(milliseconds: 5_000)
      _ = isAsking(loop, worker, question + 1)
      return act.map { $0 - moment }
    }
    let text = Samples(times).text
    Table.row(figure, times.count < answers ? "\(text), \(times.count) runs" : text)
  }

  private static func reportBeats(_ beats: [Int]) {
    let texts = beats.map { Figure.milliseconds($0) }.joined(separator: " / ")
    Table.row("unchanged beat with 0 / 50 / 100 workers that wait", "\(texts) ms")
    let first = Double(max(1, beats[1] - beats[0]))
    let growth = Double(beats[2] - beats[0]) / first
    Table.row("  growth of what they add, from 50 to 100", "\(Figure.decimal(growth, 2))x")
  }

  private static func reportMemory(_ supervisors: [Process], _ asks: [Process]) {
    Table.row(
      "100 supervisors: memory resident, proportional, private",
      Figure.memory(Memory.sum(supervisors)))
    Table.row(
      "  the \(asks.count) asks they wait for: resident, proportional, private",
      Figure.memory(Memory.sum(asks)))
  }

  /// Those that got no watch look four times a second.
  private static func reportRest(_ all: [Process]) {
    let limit = File.read("/proc/sys/fs/inotify/max_user_instances")?.prefix { $0.isNumber } ?? "?"
    let without = all.count { !$0.hasWatch }
    Table.row(
      "  without a file watch (\(limit) a user): they look 4 times a second",
      "\(without) of \(all.count)")
    func time() -> Int { all.compactMap(\.processorTime).reduce(0, +) }
    let (started, before) = (Clock.now(), time())
    Clock.sleep(milliseconds: 10_000)
    let share = Double(time() - before) * 100 / Double(Clock.now() - started)
    Table.row("  processor time of all, waiting, of one core", "\(Figure.decimal(share, 2)) %")
  }

  private static func reportDown(_ loop: Loop, _ supervisors: [Process]) {
    let time = loop.launch("down", "--yes").time()
    let left = supervisors.count { $0.isAlive }
    let lost = (0..<supervisors.count).count {
      File.size("\(loop.session("bench-\($0)"))/status.json") == 0
    }
    Table.row(
      "down with 100 workers; supervisors left, ends not recorded",
      "\(Figure.milliseconds(time)) ms; \(left), \(lost)")
  }
}
