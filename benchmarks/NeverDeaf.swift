import Glibc

/// Whether the loop hears a human while something takes its time: the same acts in three loops, in
/// turns, so that what else the machine does is in all three.
enum NeverDeaf {
  static let count = 30

  static func measure(_ make: (String) -> Loop) {
    let figure = "a human's act to the decider's start"
    guard let alone = Setting("nothing else", make("alone-of-three"), hold: .nothing),
      let sensor = Setting("while a sensor hangs", make("hanging-sensor"), hold: .sensor),
      let command = Setting("while a command runs", make("running-command"), hold: .command)
    else { return Table.failed(figure, "a loop did not come into its setting") }
    let settings = [alone, sensor, command]
    defer { for setting in settings { setting.loop.down() } }
    for act in Act.allCases {
      var times = [[Int]](repeating: [], count: settings.count)
      for _ in 0..<count {
        // A deaf loop is asked twice and not thirty times: each time takes seconds.
        for (place, setting) in settings.enumerated() where setting.misses < 2 {
          if let time = setting.time(act) { times[place].append(time) }
        }
      }
      report(act, settings, times)
    }
  }

  private static func report(_ act: Act, _ settings: [Setting], _ times: [[Int]]) {
    let base = Samples(times[0])
    for (setting, own) in zip(settings, times) {
      let isFirst = setting === settings[0]
      let name = isFirst ? "\(act.text) to the decider's start, p50 / p99" : "  \(setting.name)"
      guard own.count == count else {
        Table.failed(name, "the decider started \(own.count) of \(count) times")
        continue
      }
      let samples = Samples(own)
      guard !isFirst else {
        Table.row(
          name, samples.text, target: "500 ms", met: samples.percentile(99) <= 500_000_000)
        continue
      }
      let ratios = [50, 99].map {
        Double(samples.percentile($0)) / Double(max(1, base.percentile($0)))
      }
      Table.row(
        name,
        "\(samples.text), " + ratios.map { "\(Figure.decimal($0, 2))x" }.joined(separator: " / "),
        target: "1.05x / 1.25x", met: ratios[0] <= 1.05 && ratios[1] <= 1.25)
    }
  }

  // MARK: What a human does

  fileprivate enum Act: CaseIterable {
    case goal, answer, push

    var text: String {
      switch self {
      case .goal: "goal"
      case .answer: "answer"
      case .push: "push"
      }
    }

    /// Does it, and returns the moment from which the loop could know.
    func perform(_ number: Int, in data: String) -> Int {
      switch self {
      case .goal: return File.replace("\(data)/goals/bench.md", "Goal number \(number)\n")
      case .answer:
        return File.publish(
          "\(data)/answers/gone-\(number).json", "{\"v\":1,\"answer\":\"yes\",\"ts\":1}\n")
      case .push:
        let inbox = "\(data)/inbox/ci"
        File.write("\(inbox)/tmp/\(number)", "{\"n\":\(number)}", durable: true)
        rename("\(inbox)/tmp/\(number)", "\(inbox)/new/\(number)")
        return Clock.now()
      }
    }
  }

  // MARK: What goes on meanwhile

  fileprivate enum Hold { case nothing, sensor, command }

  /// A loop in which something goes on, and what was seen of it.
  fileprivate final class Setting {
    let name: String
    let loop: Loop
    private let pulse: Process
    private let hold: Hold
    private let watch: Watch
    private var acts = 0
    private(set) var misses = 0

    /// More than are needed: an act is repeated when the hanging sensor reached its limit meanwhile.
    private static let asks = 3 * NeverDeaf.count
    private static let limit = 30

    /// Nil when the loop, or what is to go on in it, did not start.
    init?(_ name: String, _ loop: Loop, hold: Hold) {
      self.name = name
      self.loop = loop
      self.hold = hold
      watch = Watch(loop.stamps)
      File.write(
        "\(loop.data)/sensors/ci.yaml",
        "description: what is pushed\npush: {max_per_minute: 6000}\n")
      // Of a worker that is gone: their answers are the decider's to hear.
      for number in 1...Self.asks {
        File.write(
          "\(loop.data)/asks/gone-\(number).json",
          #"{"v":1,"id":"gone-\#(number)","worker":"gone","prompt":"May I?","ts":1,"kind":"worker"}"#
        )
      }
      File.write("\(loop.data)/goals/bench.md", "Goal number 0\n")
      let file = "\(loop.folder)/holder"
      let sleeps = "echo $$ >'\(file).new'; mv '\(file).new' '\(file)'; exec sleep 1000"
      switch hold {
      case .nothing: break
      case .sensor:
        loop.addSensor("hang", script: sleeps, manifest: "every: 1s\ntimeout: \(Self.limit)s")
      case .command: loop.decideOnce(toRun: sleeps)
      }
      guard let pulse = loop.up() else { return nil }
      self.pulse = pulse
      if hold == .command {
        guard File.appears("\(loop.data)/asks/gate-1.json", milliseconds: 15_000),
          loop.run("answer", "gate-1", "yes") == 0
        else { return nil }
      }
      guard holder(within: 15_000) != nil else { return nil }
      pulse.settle(milliseconds: 400)
    }

    /// From the act to the first act of the runner's process; nil when that did not start. What the
    /// setting is named after went on all the time.
    func time(_ act: Act) -> Int? {
      for _ in 0..<3 {
        guard let before = holder(within: 2 * Self.limit * 1_000) else { break }
        pulse.settle(milliseconds: 50)
        watch.forget()
        acts += 1
        let moment = act.perform(acts, in: loop.data)
        let start = watch.next(milliseconds: 5_000)
        guard holder(within: 0) == before else { continue }
        guard let start else { break }
        return start - moment
      }
      misses += 1
      return nil
    }

    /// The process that takes its time, when there is one, or one starts, that stays for some seconds;
    /// 0 where nothing is to go on.
    private func holder(within milliseconds: Int) -> pid_t? {
      guard hold != .nothing else { return 0 }
      let file = "\(loop.folder)/holder"
      // One that is about to reach its limit ends in the middle of an act.
      let oldest = hold == .sensor ? milliseconds == 0 ? Self.limit : Self.limit - 7 : .max
      let limit = Clock.now() + milliseconds * 1_000_000
      repeat {
        if let age = File.age(file), age <= oldest,
          let pid = File.read(file)?.split(separator: "\n").first.flatMap({ pid_t($0) }),
          Process(pid: pid).words == "sleep\u{0}1000\u{0}"
        {
          return pid
        }
        if milliseconds > 0 { Clock.sleep(milliseconds: 20) }
      } while Clock.now() < limit
      return nil
    }
  }
}
