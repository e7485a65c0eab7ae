import Glibc

/// What it costs to sense: many sensors of which few are due, what is pushed, and one sensor that
/// misbehaves.
enum Sensing {
  /// Sensors that look when told to.
  static let due = 10

  static func measure(_ make: (String) -> Loop) {
    let alone = beats(make("ten"), among: 0)
    let among = beats(make("thousand"), among: 990)
    report("a beat of 10 sensors of 0.3 s, of 10 there are, p50 / p99", alone)
    report("the same, of 1,000 there are", among)
    let ratio = Double(Samples(among.times).median) / Double(max(1, Samples(alone.times).median))
    Table.row(
      "  the one by the other; processes of one beat",
      "\(Figure.decimal(ratio, 2))x; \(alone.processes), \(among.processes)",
      target: "1.2x; equal",
      met: !among.times.isEmpty && ratio <= 1.2 && alone.processes == among.processes)
    let crowded = beats(make("misbehaving"), among: 0, with: "yes & setsid sleep 5 & sleep 5 & yes")
    report("the same 10 beside one that floods, forks and hangs", crowded)
    measurePush(make("push"))
    measureManifests(make("manifests"))
  }

  // MARK: Many, of which few are due

  private struct Beats {
    var times: [Int] = []
    var processes = 0
  }

  /// Ten sensors that a file's change makes due, `others` that rest, and one more that is due with
  /// them. From the change to the last of the ten readings, the 300 ms of debounce taken off.
  private static func beats(_ loop: Loop, among others: Int, with script: String? = nil) -> Beats {
    let trigger = "\(loop.folder)/trigger"
    let runs = "\(loop.folder)/runs"
    File.write(trigger, "")
    for number in 0..<due {
      loop.addSensor(
        "due-\(number)",
        script: "echo x >>\(runs)\nsleep 0.3\necho '{\"signal\":{\"open\":3}}'",
        manifest: "every: 1d\nwatch: [\(trigger)]")
    }
    loop.addRestingSensors(others)
    if let script {
      loop.addSensor("bad", script: script, manifest: "every: 1d\ntimeout: 1s\nwatch: [\(trigger)]")
    }
    guard let pulse = loop.up() else { return Beats() }
    defer { loop.down() }
    var beats = Beats()
    for round in 0..<12 {
      pulse.settle(milliseconds: 1_100)
      File.write(runs, "")
      let watch = Watch("\(loop.data)/snapshots", for: Int32(IN_ATTRIB))
      let moment = File.replace(trigger, "\(round)")
      guard let end = watch.moment(ofEvent: due, milliseconds: 10_000) else { continue }
      beats.times.append(end - moment - 300_000_000)
      beats.processes = File.size(runs) / 2
    }
    return beats
  }

  private static func report(_ figure: String, _ beats: Beats) {
    Table.row(figure, beats.times.isEmpty ? "it did not run" : Samples(beats.times).text)
  }

  // MARK: From outside to the decider

  private static func measurePush(_ loop: Loop) {
    File.write(
      "\(loop.data)/sensors/ci.yaml", "description: what is pushed\npush: {max_per_minute: 6000}\n")
    guard let pulse = loop.up() else { return Table.failed("push to decider", "no pulse") }
    let watch = Watch(loop.stamps)
    let folder = "\(loop.data)/inbox/ci"
    func times(_ count: Int, _ push: (Int) -> Int) -> [Int] {
      (0..<count).compactMap { number in
        pulse.settle(milliseconds: 50)
        watch.forget()
        let moment = push(number)
        return watch.next(milliseconds: 5_000).map { $0 - moment }
      }
    }
    let direct = times(40) { number in
      File.write("\(folder)/tmp/\(number)", "{\"n\":\(number)}", durable: true)
      rename("\(folder)/tmp/\(number)", "\(folder)/new/\(number)")
      return Clock.now()
    }
    let samples = Samples(direct)
    Table.row(
      "pushed reading to the decider's start, debounce in it, p50 / p99", samples.text,
      target: "500 ms", met: direct.count == 40 && samples.percentile(99) <= 500_000_000)
    let whole = times(20) { number in
      File.write("\(loop.folder)/reading", "{\"verb\":\(number)}")
      let started = Clock.now()
      loop.run("push", "ci", "\(loop.folder)/reading")
      return started
    }
    Table.row("the same from the start of the verb push, p50 / p99", Samples(whole).text)
    loop.down()
  }

  // MARK: Manifests

  private static func measureManifests(_ loop: Loop) {
    func list() -> Int {
      let list = loop.launch("sensor", "list", "--json")
      return Samples((0..<15).map { _ in list.time() }).median
    }
    let without = list()
    for number in 0..<1_000 {
      loop.addSensor(
        "bench-\(number)", script: "echo '{}'",
        manifest: """
          owner: ada
          every: 10m
          jitter: 1m
          timeout: 15s
          ttl: 1h
          retry: {times: 2, delay: 5s}
          run: {env: clean, output: json}
          signal: {open: /*/number, states: /*/state}
          detail: {titles: /*/title}
          signal_schema:
            type: object
            required: [open]
            properties: {open: {type: array, items: {type: integer, minimum: 1}}}
          wake: {ignore: [/updated], tolerance: {/percent: 5}, flap: {after: 5, within: 1h}}
          inputs: {repo: {description: owner/name, default: me/mine, pattern: '^[a-z]+/[a-z]+$'}}
          requires: {commands: [sh]}
          network: [api.example.com]
          """)
    }
    let whole = list() - without
    Table.row(
      "1,000 whole manifests and scripts, found, read and listed",
      "\(Figure.milliseconds(whole)) ms")
  }
}
