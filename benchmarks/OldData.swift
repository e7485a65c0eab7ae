import Glibc

/// What looking costs in a data dir that has been in use for a year, against a program that does
/// nothing, and against the same verbs in a new one.
enum OldData {
  private static let count = 40
  private static let verbs = [
    ["state"], ["why"], ["asks"], ["worker", "list"], ["runs", "list"], ["recap"], ["doctor"],
  ]

  static func measure(_ make: (String) -> Loop) {
    let new = make("year-new")
    new.run("beat")
    let old = make("year-old")
    old.run("beat")
    let bytes = fill(old, runs: 200)
    Table.row("a year-old data dir", "\(Figure.decimal(Double(bytes) / 1_000_000, 0)) MB")
    let many = make("year-runs")
    many.run("beat")
    _ = fill(many, runs: 10_000)
    let base = Launch(["/bin/true"], new.environment)
    for verb in verbs { report(verb, base, new, old, many) }
    let busy = make("year-busy")
    busy.run("beat")
    _ = put(busy, "ledger/\(month(now)).jsonl", calls(9_000, from: now - 36_000, apart: 4))
    decide(new, old, busy)
  }

  /// A beat by hand that decides: what it reads of the past must not grow with it.
  private static func decide(_ loops: Loop...) {
    var times = loops.map { _ in [Int]() }
    for number in 0..<count {
      for (index, loop) in loops.enumerated() {
        File.write("\(loop.data)/goals/bench.md", "Goal number \(number)\n")
        times[index].append(loop.launch("beat").time())
      }
    }
    let medians = times.map { Double(Samples($0).median) }
    Table.row(
      "a beat that decides, of a year-old data dir / with 9,000 ledger lines of today, over a new one",
      medians.dropFirst().map { Figure.decimal($0 / medians[0], 2) + "x" }.joined(separator: " / "))
  }

  private static func report(
    _ verb: [String], _ base: Launch, _ new: Loop, _ old: Loop, _ many: Loop
  ) {
    let commands =
      [base]
      + [new, old, many].map { Launch([$0.binary] + verb + ["--json"], $0.environment) }
    for command in commands { for _ in 0..<2 { command.run() } }
    var times = commands.map { _ in [Int]() }
    // In turns, so that whatever else the machine does falls on all alike.
    for _ in 0..<count {
      for (index, command) in commands.enumerated() { times[index].append(command.time()) }
    }
    let medians = times.map { Double(Samples($0).median) }
    let ratios = medians.dropFirst().map { Figure.decimal($0 / medians[0], 1) + "x" }
    Table.row(
      "\(verb.joined(separator: " ")) --json: new, a year old, with 10,000 runs",
      ratios.joined(separator: " / "))
  }

  // MARK: A year

  private static let now = Int(time(nil))

  /// The bytes that were written.
  private static func fill(_ loop: Loop, runs: Int) -> Int {
    var bytes = fillLogs(loop)
    for number in 0..<runs { bytes += addRun(number, of: runs, loop) }
    for number in 0..<200 { bytes += addWorker(number, loop) }
    for number in 0..<60 { bytes += addAsk(number, loop) }
    return bytes
  }

  private static func fillLogs(_ loop: Loop) -> Int {
    let event =
      #"{"v":1,"ts":1,"event":"beat.ended","outcome":"acted","text":"noop: \"nothing that needs a human has changed since\""}"#
      + "\n"
    let line = "- 2026-01-02 03:04 noop: \"nothing that needs a human has changed since\"\n"
    var bytes = put(loop, "events.jsonl", String(repeating: event, count: 80_000))
    bytes += put(loop, "events.jsonl.1", String(repeating: event, count: 90_000))
    bytes += put(loop, "journal.md", String(repeating: line, count: 40_000))
    for month in 0..<12 {
      // The last of them is this month's.
      let at = now - (11 - month) * 31 * 86_400
      bytes += put(
        loop, "ledger/\(self.month(at)).jsonl", calls(6_000, from: at - 9_000_000, apart: 1))
    }
    return bytes
  }

  /// `2026-11`, the name of a month's ledger.
  private static func month(_ at: Int) -> String {
    var name = [CChar](repeating: 0, count: 16)
    var moment = time_t(at)
    var fields = tm()
    localtime_r(&moment, &fields)
    strftime(&name, name.count, "%Y-%m", &fields)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
  }

  /// Lines of a ledger, so many seconds apart.
  private static func calls(_ count: Int, from start: Int, apart seconds: Int) -> String {
    (0..<count).map { number in
      #"{"v":1,"type":"\#(number % 2 == 0 ? "started" : "ended")","call":"c\#(number / 2)","at":\#(start + number * seconds),"kind":"tick","runner":"custom","goal":"ship","outcome":"move","took_ms":5000,"input":1000,"output":50,"cache_read":4000,"cache_write":0,"usd":0.001,"usd_source":"reported"}"#
    }.joined(separator: "\n") + "\n"
  }

  private static func addRun(_ number: Int, of count: Int, _ loop: Loop) -> Int {
    let digits = "\(number + 1_000_000)".dropFirst()
    let folder = "runs/20251129-\(digits)"
    File.makeFolder("\(loop.data)/\(folder)")
    // Of ten thousand only the small files matter.
    let world = count > 1_000 ? 100 : 20_000
    return put(
      loop, "\(folder)/woke.json",
      #"{"v":1,"ts":\#(now - 9_000_000 + number),"occasion":"beat","items":1,"changes":[{"item":"reading/ci","change":"changed","pointer":"/signal/state","from":"\"green\"","to":"\"red\""}]}"#
    )
      + put(
        loop, "\(folder)/decision.json",
        #"{"kind":"move","move":{"action":"noop","reason":"nothing to do"},"runner":"custom","calls":1,"unrecognised":0,"took_ms":5000,"usd":0.01,"usd_source":"reported"}"#
      )
      + put(
        loop, "\(folder)/outcome.json", #"{"v":1,"outcome":"acted","text":"noop: \"nothing\""}"#)
      + put(
        loop, "\(folder)/world.json",
        "{\"playbook\":\"" + String(repeating: "x", count: world) + "\"}")
      + put(loop, "\(folder)/prompt.md", String(repeating: "prompt\n", count: world / 7))
  }

  private static func addWorker(_ number: Int, _ loop: Loop) -> Int {
    let folder = "sessions/old-\(number)"
    File.makeFolder("\(loop.data)/\(folder)")
    let ended = now - 200_000 + number
    return put(
      loop, "\(folder)/session.json",
      #"{"v":1,"id":"old-\#(number)","generation":"g\#(number)","kind":"headless","command":"c","cwd":"/","started_at":\#(ended - 60),"boot":"","runner":"custom"}"#
    )
      + put(
        loop, "\(folder)/status.json",
        #"{"v":1,"generation":"g\#(number)","state":"exited","exit_code":\#(number % 2),"ended_at":\#(ended),"ts":\#(ended)}"#
      )
      + put(
        loop, "\(folder)/stream.jsonl", String(repeating: "{\"type\":\"text\"}\n", count: 3_000))
  }

  /// Answered and delivered, and not yet 30 days old.
  private static func addAsk(_ number: Int, _ loop: Loop) -> Int {
    let id = "old-\(number)-1"
    let at = now - 29 * 86_400 + number
    return put(
      loop, "asks/\(id).json",
      #"{"v":1,"id":"\#(id)","worker":"old-\#(number)","prompt":"Which way is it to be, and why?","ts":\#(at),"kind":"worker"}"#
    )
      + put(loop, "answers/\(id).json", #"{"v":1,"answer":"Left.","ts":\#(at + 60)}"#)
      + put(loop, "mailbox.d/\(id).delivered", #"{"v":1,"ts":1}"#)
  }

  private static func put(_ loop: Loop, _ name: String, _ text: String) -> Int {
    File.write("\(loop.data)/\(name)", text)
    return text.utf8.count
  }
}
