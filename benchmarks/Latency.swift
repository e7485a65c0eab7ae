import Glibc

/// How long somebody who waits goes on waiting once the record is there.
enum Latency {
  static let count = 200

  /// What one durable small file costs on this disk: the floor for every verb that writes.
  static func measureDisk(_ work: String) {
    let times = (0..<count).map { _ in
      let started = Clock.now()
      File.write("\(work)/disk", "{\"v\":1}\n", durable: true)
      return Clock.now() - started
    }
    Table.row("one small file and its fsync on this disk, p50 / p99", Samples(times).text)
  }

  /// With a pulse up, as a worker has one, and paused, so that it beats and decides nothing.
  static func measureAnswer(_ loop: Loop) {
    loop.run("pause")
    guard loop.up() != nil else { return Table.failed("answer to ask", "the pulse did not start") }
    defer { loop.down() }
    let direct = answers(loop, count: count) { _ in
      File.publish("\(loop.data)/answers/bench-1.json", "{\"v\":1,\"answer\":\"yes\",\"ts\":1}\n")
    }
    report("answer's record to the blocked ask's exit, p50 / p99", direct)
    let answer = loop.launch("answer", "bench-1", "yes")
    let whole = answers(loop, count: 40) { _ in
      let started = Clock.now()
      answer.run()
      return started
    }
    Table.row("the same from the start of the verb answer, p50 / p99", Samples(whole).text)
  }

  /// The time from the moment `answer` returns to the exit of an ask that waits for it.
  private static func answers(
    _ loop: Loop, count: Int, answer: (Loop) -> Int
  ) -> [Int] {
    let ask = loop.launch("ask", "bench", "--prompt", "May I?")
    return (0..<count).compactMap { _ in
      let pid = ask.start()
      let isBlocked = Process(pid: pid).settle(milliseconds: 5)
      let moment = answer(loop)
      let code = Launch.wait(pid)
      let ended = Clock.now()
      forget(loop)
      return isBlocked && code == 0 ? ended - moment : nil
    }
  }

  /// With a pulse up, which `wait` wants, and paused.
  static func measureWait(_ loop: Loop) {
    loop.run("pause")
    guard loop.up() != nil else { return Table.failed("ask to wait", "the pulse did not start") }
    let wait = loop.launch("wait", "--only-asks")
    func waits(count: Int, ask: () -> Int, after: () -> Void = {}) -> [Int] {
      (0..<count).compactMap { _ in
        let pid = wait.start()
        let isBlocked = Process(pid: pid).settle(milliseconds: 5)
        let moment = ask()
        let code = Launch.wait(pid)
        let ended = Clock.now()
        after()
        forget(loop)
        return isBlocked && code == 0 ? ended - moment : nil
      }
    }
    let record = """
      {"v":1,"id":"bench-1","worker":"bench","prompt":"May I?","ts":\(time(nil)),"kind":"worker"}

      """
    let direct = waits(
      count: count, ask: { File.publish("\(loop.data)/asks/bench-1.json", record) })
    report("ask's record to the exit of wait --only-asks, p50 / p99", direct)

    let ask = loop.launch("ask", "bench", "--prompt", "May I?")
    var asker: pid_t = -1
    let whole = waits(
      count: 40,
      ask: {
        let started = Clock.now()
        asker = ask.start()
        return started
      },
      after: {
        kill(asker, SIGTERM)
        Launch.wait(asker)
      })
    Table.row("the same from the start of the verb ask, p50 / p99", Samples(whole).text)
    loop.down()
  }

  static func measureSteering(_ loop: Loop) {
    guard let pulse = loop.up() else {
      return Table.failed("goal to decider", "the pulse did not start")
    }
    let watch = Watch(loop.stamps)
    let times = (0..<40).compactMap { number -> Int? in
      pulse.settle(milliseconds: 50)
      watch.forget()
      let moment = File.replace("\(loop.data)/goals/bench.md", "Goal number \(number)\n")
      return watch.next(milliseconds: 5_000).map { $0 - moment }
    }
    let samples = Samples(times)
    Table.row(
      "goal's write to the decider's start, debounce in it, p50 / p99", samples.text,
      target: "500 ms", met: times.count == 40 && samples.percentile(99) <= 500_000_000)
    loop.down()
  }

  private static func report(_ figure: String, _ times: [Int]) {
    let samples = Samples(times)
    let isMet = samples.median <= 5_000_000 && samples.percentile(99) <= 20_000_000
    Table.row(
      figure, times.count < count ? "\(samples.text), \(times.count) runs" : samples.text,
      target: "5 / 20 ms", met: !times.isEmpty && isMet)
  }

  /// Every round starts from the same mailbox.
  private static func forget(_ loop: Loop) {
    unlink("\(loop.data)/asks/bench-1.json")
    unlink("\(loop.data)/answers/bench-1.json")
    unlink("\(loop.data)/mailbox.d/bench-1.delivered")
  }
}
