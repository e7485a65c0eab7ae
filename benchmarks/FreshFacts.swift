import Glibc

/// From the end of an approved command to the decision on what came of it: the sensors look again
/// between the two.
enum FreshFacts {
  static let loops = 10
  static let sensors = 10
  /// What a decision may take beyond the slowest of them.
  private static let debounce = 300_000_000

  static func measure(_ make: (Int) -> Loop) {
    let figure = "command's end to the decider's start, 10 sensors of 0.2 s, p50 / p99"
    var acts: [Act] = []
    // Each in a loop of its own: within half a minute sensors do not look again twice.
    for number in 0..<loops {
      let loop = make(number)
      defer { loop.down() }
      switch act(loop) {
      case .success(let act): acts.append(act)
      case .failure(let missing): return Table.failed(figure, missing.text)
      }
    }
    let beyond = acts.map { $0.whole - $0.slowest }
    Table.row(
      figure, Samples(acts.map(\.whole)).text, target: "slowest + 300 ms",
      met: Samples(beyond).percentile(99) <= debounce)
    Table.row("  of it the slowest sensor, p50 / p99", Samples(acts.map(\.slowest)).text)
    Table.row("  what is beyond it, p50 / p99", Samples(beyond).text)
    Table.row(
      "  of that before the last sensor starts, after the last one ends, p50",
      [acts.map(\.before), acts.map(\.after)]
        .map { Figure.milliseconds(Samples($0).median) }.joined(separator: ", ") + " ms")
  }

  private struct Missing: Error { let text: String }

  private struct Act {
    let whole: Int
    let slowest: Int
    /// From the command's end to the start of the last sensor, and from the end of the last one to the
    /// decider.
    let before: Int
    let after: Int
  }

  private static func act(_ loop: Loop) -> Result<Act, Missing> {
    for number in 0..<sensors {
      loop.addSensor(
        "look-\(number)",
        script: """
          : >'\(loop.stamps)/began-\(number)'
          sleep 0.2
          : >'\(loop.stamps)/ended-\(number)'
          echo '{"signal":{"open":3}}'
          """, manifest: "every: 5m")
    }
    loop.addGoals(1)
    loop.decideOnce(toRun: "sleep 0.2; : >'\(loop.stamps)/act'")
    guard let pulse = loop.up() else { return .failure(Missing(text: "the pulse did not start")) }
    guard File.appears("\(loop.data)/asks/gate-1.json", milliseconds: 15_000) else {
      return .failure(Missing(text: "the command was not asked for"))
    }
    pulse.settle(milliseconds: 400)
    let watch = Watch(loop.stamps, for: Int32(IN_OPEN))
    guard loop.run("answer", "gate-1", "yes") == 0,
      let files = watch.files(upTo: "tick", milliseconds: 20_000), let decided = files.last?.moment
    else { return .failure(Missing(text: "the decider did not start")) }
    let moments = Dictionary(files.map { ($0.name, $0.moment) }) { _, last in last }
    let runs = (0..<sensors).compactMap { number in
      moments["began-\(number)"].flatMap { began in
        moments["ended-\(number)"].map { (began: began, ended: $0) }
      }
    }
    guard let act = moments["act"] else {
      return .failure(Missing(text: "it started before the command ended"))
    }
    guard runs.count == sensors, runs.allSatisfy({ $0.began > act }),
      let slowest = runs.map({ $0.ended - $0.began }).max(), let began = runs.map(\.began).max(),
      let ended = runs.map(\.ended).max()
    else {
      return .failure(Missing(text: "\(runs.count) of \(sensors) sensors looked again"))
    }
    return .success(
      Act(whole: decided - act, slowest: slowest, before: began - act, after: decided - ended))
  }
}
