import Glibc

/// What a call of a runner takes beyond the time that its CLI takes itself.
enum Decision {
  static let count = 200
  /// What a real CLI printed for one decision, exactly.
  private static let recording = "Tests/Fixtures/runners/claude/fenced-json.jsonl"

  /// From the ledger's line before the call to the one behind it, when the move is parsed; less what
  /// the same command takes when it is started here, in turns with it.
  static func measure(_ loop: Loop) {
    let figure = "a decision, beyond the time of its CLI, p50 / p99"
    guard let stream = File.read(recording) else { return Table.failed(figure, "no recording") }
    File.write("\(loop.folder)/stream.jsonl", stream)
    File.write("\(loop.folder)/cli.sh", "sleep 0.02\ncat '\(loop.folder)/stream.jsonl'\n")
    let command = "exec sh \(loop.folder)/cli.sh"
    File.write(
      "\(loop.folder)/config.json",
      """
      {"runner":"claude","tick_command":"\(command)","worker_command":"true",
      "budget":{"calls_per_hour":0,"calls_per_day":0}}
      """)
    loop.run("beat")
    let direct = Launch(["/bin/sh", "-c", command], loop.environment)
    // The file alone: the lock beside it is touched before each line.
    guard let month = File.names("\(loop.data)/ledger").first(where: { $0.hasSuffix(".jsonl") })
    else {
      return Table.failed(figure, "no ledger")
    }
    let ledger = Watch("\(loop.data)/ledger/\(month)", for: IN_MODIFY)
    var own: [Int] = []
    let calls = (0..<count).compactMap { number -> Int? in
      let time = direct.time()
      own.append(time)
      return call(loop, ledger, number).map { $0 - time }
    }
    let text = Samples(calls).text
    Table.row(figure, calls.count < count ? "\(text), \(calls.count) runs" : text)
    Table.row("  the CLI alone, in turns with it, p50 / p99", Samples(own).text)
  }

  /// One beat that decides: the time between the two lines of its call.
  private static func call(_ loop: Loop, _ ledger: Watch, _ number: Int) -> Int? {
    File.write("\(loop.data)/goals/bench.md", "Goal number \(number)\n")
    ledger.forget()
    let beat = loop.launch("beat").start()
    let started = ledger.next(milliseconds: 5_000)
    ledger.forget()
    let ended = ledger.next(milliseconds: 5_000)
    guard Launch.wait(beat) == 0, let started, let ended else { return nil }
    return ended - started
  }
}
