import Glibc

/// How many decisions are asked for, and so paid, in worlds and stories whose decider is scripted.
enum Paid {
  private static let beats = 13
  private static let noop = #"cat >/dev/null; echo '{"action":"noop","reason":"nothing to do"}'"#

  static func measure(_ make: (String) -> Loop) {
    let steady = #"echo '{"signal":{"open":3}}'"#
    count(
      "13 beats of an unchanged world", make("unchanged"), sensor: steady, decider: noop, most: 1)
    // The first decision is on a new goal; five that the sensor wakes follow, and then it rests.
    let toggle = make("toggling")
    let flag = "'\(toggle.folder)/flag'"
    count(
      "13 beats of a sensor that changes with each", toggle,
      sensor: """
        if [ -e \(flag) ]; then rm \(flag); echo '{"signal":{"up":true}}'
        else : >\(flag); echo '{"signal":{"up":false}}'; fi
        """, decider: noop, most: 6)
    count(
      "13 beats, the same command with the same output", make("same-command"), sensor: steady,
      decider: #"cat >/dev/null; echo '{"action":"run_shell","cmd":"ls /usr","reason":"look"}'"#,
      most: 2)
    Story(make("story"), hasSensor: false).play("a story: goal, worker, ask, answer, gate, done")
    Story(make("story-seen"), hasSensor: true).play("the same, a sensor must see its end")
    demo(make("demo"))
  }

  static func row(_ figure: String, _ calls: Int, most: Int) {
    Table.row("paid decisions: \(figure)", "\(calls)", target: "\(most)", met: calls <= most)
  }

  /// So many beats by hand: each runs the sensor.
  private static func count(
    _ figure: String, _ loop: Loop, sensor: String, decider: String, most: Int
  ) {
    let runs = "\(loop.folder)/runs"
    loop.addSensor("look", script: "printf x >>'\(runs)'\n\(sensor)", manifest: "every: 1s")
    loop.addGoals(1)
    loop.decide(decider)
    for _ in 0..<beats { loop.run("beat") }
    guard File.size(runs) == beats, loop.calls > 0 else {
      return Table.failed(
        "paid decisions: \(figure)", "\(File.size(runs)) sensings, \(loop.calls) calls")
    }
    row(figure, loop.calls, most: most)
  }

  // MARK: The demo

  /// The demo removes its folder at its end: the ledger is held open meanwhile.
  private static func demo(_ loop: Loop) {
    let figure = "the demo"
    let output = "\(loop.folder)/demo"
    let pid = loop.launch("demo", "--yes", output: output).start()
    let ledger = openLedger(output, while: pid)
    let code = Launch.wait(pid)
    defer { if let ledger { close(ledger) } }
    guard code == 0, let ledger else {
      return Table.failed("paid decisions: \(figure)", "the demo ended with \(code)")
    }
    let lines = File.rest(ledger).split(separator: "\n")
    let calls = lines.count { $0.contains(#""type":"started""#) && $0.contains(#""kind":"tick""#) }
    guard calls > 0 else {
      return Table.failed("paid decisions: \(figure)", "\(lines.count) lines, no call")
    }
    row(figure, calls, most: 3)
  }

  private static func openLedger(_ output: String, while pid: pid_t) -> Int32? {
    while pid > 0, Process(pid: pid).isAlive {
      let words = File.read(output)?.split { $0 == " " || $0 == "\n" } ?? []
      if let folder = words.first(where: { $0.contains("/looop-demo-") && $0.hasSuffix(".") }) {
        let ledger = "\(folder.dropLast())/data/ledger"
        if let month = File.names(ledger).first(where: { $0.hasSuffix(".jsonl") }) {
          let fd = open("\(ledger)/\(month)", O_RDONLY)
          if fd >= 0 { return fd }
        }
      }
      Clock.sleep(milliseconds: 2)
    }
    return nil
  }
}

/// A goal that a worker serves, which asks; what it made is taken over with the human's yes.
private struct Story {
  private let loop: Loop
  private let hasSensor: Bool

  init(_ loop: Loop, hasSensor: Bool) {
    self.loop = loop
    self.hasSensor = hasSensor
  }

  func play(_ figure: String) {
    prepare()
    defer { loop.down() }
    switch phases() {
    case .success(let calls):
      Paid.row(figure, calls.last ?? 0, most: 3)
      Table.row(
        "  for the start and the ask, the answer, the end, the yes",
        zip(calls, [0] + calls).map { "\($0 - $1)" }.joined(separator: ", "), target: "1, 0, 1, 1",
        met: calls == [1, 1, 2, 3])
    case .failure(let missing): Table.failed("paid decisions: \(figure)", missing.text)
    }
  }

  private struct Missing: Error { let text: String }

  /// The calls so far at the end of each part of the story.
  private func phases() -> Result<[Int], Missing> {
    guard let pulse = loop.up() else { return .failure(Missing(text: "the pulse did not start")) }
    func appears(_ path: String) -> Bool { File.appears(path, milliseconds: 15_000) }
    func rest() -> Int {
      pulse.settle(milliseconds: 700)
      return loop.calls
    }
    var calls: [Int] = []
    // Until it asks, its start is decided on; from then on it waits.
    guard appears("\(loop.data)/asks/sign-1.json") else {
      return .failure(Missing(text: "the worker did not ask"))
    }
    calls.append(rest())
    guard loop.run("answer", "sign-1", "at nine") == 0, appears("\(loop.folder)/answered") else {
      return .failure(Missing(text: "the worker did not hear its answer"))
    }
    calls.append(rest())
    File.write("\(loop.folder)/go", "")
    guard appears("\(loop.data)/asks/gate-1.json") else {
      return .failure(Missing(text: "the last command was not asked for"))
    }
    calls.append(rest())
    guard loop.run("answer", "gate-1", "yes") == 0, appears("\(loop.folder)/merged") else {
      return .failure(Missing(text: "the approved command did not run"))
    }
    guard disappears("\(loop.data)/goals/ship.md") else {
      return .failure(Missing(text: "the goal was not archived, \(loop.calls) calls"))
    }
    calls.append(rest())
    return .success(calls)
  }

  private func disappears(_ path: String) -> Bool {
    let limit = Clock.now() + 60_000_000_000
    while access(path, F_OK) == 0 {
      if Clock.now() > limit { return false }
      Clock.sleep(milliseconds: 5)
    }
    return true
  }

  /// A decider that goes by what its prompt says, as a real one does.
  private func prepare() {
    let folder = loop.folder
    File.write(
      "\(folder)/worker.sh",
      """
      "$LOOOP_BIN" ask 'When does the shop open?' >/dev/null && : >'\(folder)/answered'
      until [ -e '\(folder)/go' ]; do sleep 0.05; done
      "$LOOOP_BIN" done 'It is written.'

      """)
    File.write(
      "\(folder)/config.json",
      """
      {"runner":"custom","worker_command":"sh \(folder)/worker.sh",
      "budget":{"calls_per_hour":0,"calls_per_day":0},
      "tick_command":"exec sh \(folder)/tick.sh"}
      """)
    loop.run("goal", "archive", "setup")
    File.write("\(loop.data)/goals/ship.md", "The sign is made, and merged.\n")
    if hasSensor {
      loop.addSensor(
        "merged",
        script: """
          if [ -e '\(folder)/merged' ]; then m=true; else m=false; fi
          echo "{\\"signal\\":{\\"merged\\":$m}}"
          """, manifest: "every: 1s")
    }
    let isMerged = hasSensor ? #""merged":true"# : "^## LAST OUTPUT"
    loop.decide(
      """
      cat >'\(folder)/prompt'
      says() { grep -q -- "$1" '\(folder)/prompt'; }
      if ! says '^### goal ship'; then echo '{"action":"noop","reason":"no goal"}'
      elif says '\(isMerged)'; then echo '{"action":"archive_goal","id":"ship"}'
      elif says '^## LAST OUTPUT'; then echo '{"action":"noop","reason":"it has just run"}'
      elif says '^- sign: .*exited'; then
        echo '{"action":"run_shell","cmd":": >\(folder)/merged","reason":"the sign is made"}'
      elif says '^- sign: '; then echo '{"action":"noop","reason":"the worker works"}'
      else echo '{"action":"start_worker","id":"sign","goal":"ship","prompt":"Make the sign."}'; fi
      """)
  }
}
