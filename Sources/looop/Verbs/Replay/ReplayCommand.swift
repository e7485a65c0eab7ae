internal import ArgumentParser
internal import Base
internal import Core

/// Puts kept decisions again: to a runner, or, offline, to looop alone. Nothing is carried out.
struct ReplayCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Put past decisions again; nothing is carried out.",
    discussion: """
      Asks the runner one call for each run, within the budget, and shows the old move beside the new. \
      With --offline no call is made: adapter, parser, gate and plan read again what was recorded, and \
      it exits 1 when anything comes out otherwise.
      """)
  static let examples = [
    Example("looop replay last"),
    Example("looop replay last --playbook PLAYBOOK.md"),
    Example("looop replay --since 7d --playbook PLAYBOOK.md --max-calls 20"),
    Example("looop replay --offline"),
  ]
  static let mostCalls = 20

  var touch: Touch { offline ? .reads : .writes }

  @Argument(help: "The run: its name, the beginning of it, or `last`.") var id: String?
  @Option(
    help: .init("A PLAYBOOK in the place of the old; - is standard input.", valueName: "file"))
  var playbook: String?
  @Option(help: "The preset to ask (default: the config's runner).") var runner: String?
  @Option(help: .init("Replay every decision since, the newest first.", valueName: "when"))
  var since: String?
  @Option(help: "At most so many calls with --since (default: \(mostCalls)).") var maxCalls: Int?
  @Flag(help: "Make no call: compare what looop itself does with what it did.") var offline = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try checkWords()
    let archive = try RunArchive.open(wiring.directory)
    let now = wiring.clock.now()
    let since = try since.map { text throws(LooopError) in
      try SinceOption.moment(text, now: now)
    }
    let one = try id.map { id throws(LooopError) in archive.run(try archive.find(id)) }
    let runs: [RunRecord]
    if let one { runs = [one] } else { runs = try Self.kept(archive, since: since) }
    if offline {
      return try OfflineReplays(wiring: wiring, isJSON: json, isOne: one != nil).compare(runs)
    }
    let newPlaybook = try playbook.map { file throws(LooopError) in try Self.text(file) }
    var again = try DecisionReplays(
      wiring, runner: runner, playbook: newPlaybook, isJSON: json)
    if let one { return try again.replay(one) }
    return try again.replay(runs.filter(\.isDecision), calls: maxCalls ?? Self.mostCalls)
  }

  private static func kept(_ archive: RunArchive, since: Int?) throws(LooopError) -> [RunRecord] {
    try archive.names().map(archive.run).filter { $0.startedAt >= since ?? .min }
  }

  private static func text(_ file: String) throws(LooopError) -> String {
    var source = TextFile()
    source.file = file
    return try Body.text([], from: source, what: "PLAYBOOK")
  }

  private func checkWords() throws(LooopError) {
    let wrong: (String, String)? =
      if offline, playbook != nil || runner != nil || maxCalls != nil {
        ("With --offline no runner is asked.", "Leave out --playbook, --runner and --max-calls.")
      } else if id != nil, since != nil {
        ("A run and --since are both given.", "Give one of them.")
      } else if id == nil, since == nil, !offline {
        (
          "Which decision is to be put again is not said.",
          "Name a run, such as `last`, or use --since 7d or --offline."
        )
      } else if maxCalls != nil, since == nil {
        ("--max-calls is about --since.", "Leave it out: one run is one call.")
      } else if let maxCalls, maxCalls < 1 {
        ("--max-calls must be a number from 1.", "Use --max-calls 20.")
      } else {
        nil
      }
    guard let (text, hint) = wrong else { return }
    throw LooopError(.usage, code: "E_USAGE", text, hint: hint)
  }
}

extension RunRecord {
  /// Whether the loop decided in it, with an answer that can be compared; not a trial, a dry run or a
  /// call that failed.
  fileprivate var isDecision: Bool {
    guard ![.trial, .dryRun].contains(occasion) else { return false }
    return answer.value.map { $0.failure == nil } ?? true
  }
}
