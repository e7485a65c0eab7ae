internal import ArgumentParser
internal import Base
internal import Core

struct WaitCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Block until the loop needs you, or something changed.",
    discussion: """
      Exit 0: matched; 75: timed out; 69: no pulse is up. Without --after it matches what is newer than \
      the call; --only-asks and --actionable then match what waits already. A client calls it again \
      and again, each time with the token of the last answer, and hears of each thing once; \
      `concerns` says what it is, why, and what can be done:

        token=w1.
        while news=$(looop wait --actionable --after "$token" --json); do
          token=${news#*'"token":"'}
          token=${token%%'"'*}
          concerns=${news##*'"concerns":'}
          printf '%s\\n' "${concerns%\\}}"
        done
      """)
  static let examples = [Example("looop wait --only-asks --timeout 30s")]

  @Flag(help: "Wait only for an ask without an answer.") var onlyAsks = false
  @Flag(
    help:
      "Wait only for what needs action: asks, stuck, failed or lost workers, a parked runner, a failed beat."
  )
  var actionable = false
  @Option(help: "Give up after this long (90s, 5m, …).") var timeout: String?
  @Option(help: "Wait only for what is newer than this token from `state` or `wait`.") var after:
    String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let longest = try timeout.map(TimeLimit.duration)
    let limit = longest.map { Monotonic.now() + $0 }
    let given = try after.map { text throws(LooopError) in try WorldToken(text: text) }
    try wiring.open()

    let watcher = FileWatcher()
    let poller = Poller(permanent: [watcher])
    var wait = ContractWait(
      onlyAsks ? .asks : actionable ? .actionable : .anything, after: given)
    var isTold = false
    wait.watch(wiring.directory, with: watcher)
    while true {
      watcher.acknowledge()
      try wait.follow(wiring, with: watcher)
      let (state, changed) = try wait.look(wiring)
      if !changed.isEmpty { return report(state, changed, in: wiring) }
      if !isTold {
        if Console.isErrorTerminal { Console.note(explanation(longest)) }
        if !json, let words = passedOver(state) { Console.note(words) }
        isTold = true
      }
      if let limit, limit <= Monotonic.now() {
        throw LooopError(.pending, code: "E_TIMEOUT", "Nothing happened in that time.")
      }
      watcher.wait(poller, until: limit, orEndOf: wait.pulse)
    }
  }

  /// Explains the wait to whoever waits.
  private func explanation(_ longest: Duration?) -> String {
    let what =
      onlyAsks
      ? "an ask that needs you"
      : actionable
        ? "an ask, a stuck or failed worker, a parked runner or a failed beat"
        : "anything to change"
    let limit = longest.map { " for at most \($0.exactText)" } ?? ""
    return "looop: waiting\(limit) for \(what); Ctrl-C stops waiting."
  }

  /// What such a wait passes over; nil when nothing else waits.
  private func passedOver(_ state: StateReport) -> String? {
    let asks = state.world.waitingAsks.map(\.id.text)
    guard !asks.isEmpty else { return nil }
    let names = asks.count > 8 ? "\(asks.count) asks" : asks.joined(separator: ", ")
    let verb = asks.count == 1 ? "waits" : "wait"
    return
      "looop: \(names) \(verb) for you already and \(asks.count == 1 ? "is" : "are") not waited"
      + " for here (`looop asks`)."
  }

  private func report(
    _ state: StateReport, _ changed: [Item.Name], in wiring: Wiring
  ) -> Int32 {
    if json {
      Console.say(json: wiring.redacted(WaitReport(state: state, changed: changed)))
      return ExitStatusCode.ok
    }
    var render = state.askRender
    render.columns = Console.outputColumns
    for name in changed {
      if let ask = state.world.mailbox.asks.first(where: { Item.Name(.ask, $0.id.text) == name }) {
        Console.say(wiring.redacted(render.text(ask)))
      } else if let concern = state.concerns.first(where: { $0.name == name }) {
        Console.say(
          wiring.redacted(
            "\(name.text): \(concern.what): \(concern.why)\n    \(concern.remedy)"))
      } else {
        Console.say(name.text)
      }
    }
    return ExitStatusCode.ok
  }
}
