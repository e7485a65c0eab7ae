package import Base

/// The runners at rest: `parked/<runner>.json`, one a runner. The file of one whose rest is over stays
/// until it answered well: it counts how often in a row that was needed.
package struct ParkingLot: Sendable {
  private let store: Store
  private let mailbox: Mailbox
  private let catalog: any RunnerCatalog

  package init(_ store: Store, _ mailbox: Mailbox, runners: any RunnerCatalog) {
    self.store = store
    self.mailbox = mailbox
    catalog = runners
  }

  private var directory: DataDirectory { store.directory }
  private var clock: Clock { store.clock }

  /// Every record; a broken one is a problem of its own, and parks nothing.
  package func contents() throws(LooopError) -> (runners: [ParkedRunner], problems: [LooopError]) {
    var runners: [ParkedRunner] = []
    var problems: [LooopError] = []
    for name in try Folder.names(in: directory.parked) ?? [] where name.hasSuffix(".json") {
      let parked = try Record.noting(&problems) { () throws(LooopError) in
        try read("\(directory.parked)/\(name)")
      }
      if let parked { runners.append(parked) }
    }
    return (runners.sorted { $0.runner < $1.runner }, problems)
  }

  /// Why the runner of `preset` is to be left alone now; nil when it is not, or when its record is
  /// broken, which `contents` reports. A verb that only reports, in a shell of its own, does not know
  /// what surrounds the pulse.
  package func holding(
    _ preset: RunnerPreset, _ settings: Settings, isPulse: Bool = true
  ) throws(LooopError) -> ParkedRunner? {
    guard let parked = try known(file(preset.name)) else { return nil }
    var problems: [LooopError] = []
    // A broken ask or answer is unknown, and the runner stays at rest; the world reports it.
    let isWaiting = try parked.ask.map { ask throws(LooopError) in
      let isAnswered = try Record.noting(&problems) { () throws(LooopError) in
        try mailbox.ask(ask) == nil ? true : mailbox.answer(to: ask) != nil
      }
      return isAnswered != true
    }
    var setup = parked.ask == nil ? nil : setup(of: preset, settings)
    if !isPulse { setup?.surroundings = "" }
    return parked.holds(now: clock.now(), isAskWaiting: isWaiting ?? false, setup: setup)
      ? parked : nil
  }

  /// Puts a runner to rest for a failure that `rests`. What only the human can mend raises one ask.
  package func park(
    _ preset: RunnerPreset, after failure: RunnerFailure, settings: Settings
  ) throws(LooopError) -> ParkedRunner {
    let path = try file(preset.name)
    let former = try known(path)
    let now = clock.now()
    let isLimit = failure.failureClass == .quota
    let stated = failure.retryAfter ?? failure.retryAt?.wait(after: now)
    let strikes = isLimit && stated == nil ? (former?.strikes ?? 0) + 1 : 0
    let rest = ParkedRunner.rest(stated: stated, strikes: strikes)
    let ask = isLimit ? nil : try ask(preset, failure)
    if let old = former?.ask, old != ask { try mailbox.withdraw(old) }
    let setup = setup(of: preset, settings)
    let parked = ParkedRunner(
      runner: preset.name, reason: failure.failureClass, message: failure.message, since: now,
      until: isLimit ? now + rest.seconds : nil, ask: ask, wiring: setup.wiring,
      surroundings: setup.surroundings, strikes: strikes)
    try AtomicFile.replace(path, JSONWriter.line(parked.json))
    return parked
  }

  /// Puts those to rest whose program is not there; none as long as one of them can be asked. Nothing
  /// is started to find that out.
  func parkMissing(
    _ presets: [RunnerPreset], settings: Settings
  ) throws(LooopError) -> [ParkedRunner] {
    let programs = presets.map { program(of: $0, settings) }
    guard programs.allSatisfy(\.isMissing) else { return [] }
    var parked: [ParkedRunner] = []
    for (preset, program) in zip(presets, programs) {
      let failure = RunnerFailure(.config, "there is no program '\(program.word)' on PATH")
      parked.append(try park(preset, after: failure, settings: settings))
    }
    return parked
  }

  /// The runner answered well: nothing is left of its rest.
  package func settle(_ runner: String) throws(LooopError) {
    let path = try file(runner)
    guard try FileFacts.of(path) != nil else { return }
    let ask = try known(path)?.ask
    // The record first: a question that is left without it asks for less than a rest without end.
    _ = try AtomicFile.delete(path)
    if let ask { try mailbox.withdraw(ask) }
  }

  /// The rests and the questions that are outdated: of a runner that is not asked for
  /// decisions now, or of one that waits for a person and whose set-up was changed since.
  func outdated(
    _ parked: [ParkedRunner], _ mailbox: Mailbox.Contents, used: [RunnerPreset],
    settings: Settings
  ) -> (rests: [ParkedRunner], asks: [AskID]) {
    let rests = parked.filter { parked in
      guard let preset = used.first(where: { $0.name == parked.runner }) else { return true }
      return parked.until == nil && !parked.isOf(setup(of: preset, settings))
    }
    let keys = used.flatMap { preset in
      RunnerFailure.Class.allCases.map { Self.key(preset.name, $0) }
    }
    let gone = Set(rests.compactMap(\.ask))
    let asks = mailbox.pending.filter {
      $0.kind == .runner && (gone.contains($0.id) || !keys.contains($0.key ?? ""))
    }
    return (rests, asks.map(\.id))
  }

  /// The human's word that it may be tried again; false when it was not parked. The new name wakes
  /// the pulse.
  package func unpark(_ runner: String) throws(LooopError) -> Bool {
    let path = try file(runner)
    let ask = try known(path)?.ask
    var doubt: LooopError?
    let wasParked = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
      try AtomicFile.consume(path, to: path + Self.unparkedSuffix)
    }
    guard wasParked else { return false }
    store.chronicle.tell("runner.unparked", ["runner": .string(runner)], by: .human) {
      "runner \(runner) unparked \($0)"
    }
    if let ask { try mailbox.withdraw(ask) }
    if let doubt { throw doubt.of("The end of the rest of \(runner)") }
    return true
  }

  /// Whether a file of that name records that a human unparked a runner.
  static func isUnparking(_ name: String) -> Bool { name.hasSuffix(unparkedSuffix) }

  private static let unparkedSuffix = ".unparked"

  // MARK: -

  /// What must change before a runner that cannot work is tried again unasked.
  private func setup(of preset: RunnerPreset, _ settings: Settings) -> ParkedRunner.Setup {
    let environment = store.process.environment
    let program = program(of: preset, settings).path
    // A program that cannot be looked at counts as missing.
    let facts = program.flatMap { (try? FileFacts.of($0)) ?? nil }
    // What it logs in with: HOME has the logins, variables have the keys.
    let names = ["PATH", "HOME"] + preset.passEnvironment + settings.passEnvironment
    let parts =
      names.map { "\($0)=\(environment[$0] ?? "")" }
      + [program ?? "", "\(facts?.version ?? 0) \(facts?.size ?? 0) \(facts?.permissions ?? 0)"]
    return ParkedRunner.Setup(
      wiring: Digest.sha256(settings.digest + preset.digest),
      surroundings: Digest.sha256(parts.joined(separator: "\u{0}")))
  }

  /// What starts when a decision is asked of `preset`.
  private func program(of preset: RunnerPreset, _ settings: Settings) -> RunnerProgram {
    // A runner that is not the config's runs with its preset's own command.
    let isConfigured = settings.runner == nil || settings.runner == preset.name
    let command = (isConfigured ? settings.tickCommand : nil) ?? preset.tickCommand
    return RunnerProgram(
      catalog.program(ofCommand: command), searchPath: store.process.environment["PATH"])
  }

  private static func key(_ runner: String, _ reason: RunnerFailure.Class) -> String {
    "runner \(runner) \(reason.rawValue)"
  }

  private func ask(_ preset: RunnerPreset, _ failure: RunnerFailure) throws(LooopError) -> AskID {
    let reason = failure.failureClass
    let key = Self.key(preset.name, reason)
    let contents = try mailbox.contents()
    if let same = contents.pending.first(where: { $0.kind == .runner && $0.key == key }) {
      return same.id
    }
    let mend =
      switch reason {
      case .auth: "Log in, or set its key in the environment of the pulse."
      case .billing: "Check its account."
      case _ where failure.isGuess:
        "It failed so \(ParkedRunner.mostUnknownFailures) times in a row;"
          + " `looop runner test \(preset.name)` checks its command and its set-up."
      default:
        "Fix its command or its set-up; `looop runner test \(preset.name)` checks both."
          + (preset.needs.map { " Its preset needs version \($0.text) of \(preset.binary)." } ?? "")
      }
    return try mailbox.raise(
      AskDraft(
        worker: try Identifier("runner", "worker"), kind: .runner,
        prompt: "The runner \(preset.name) cannot work (\(reason.rawValue)):"
          + " \(Untrusted.quoted(failure.message, bytes: 600))\n\(mend) It stays"
          + " parked until you answer this with any word, or change the config.",
        key: key)
    ).id
  }

  /// The record at `path`; nil also when it is broken, which `contents` reports.
  private func known(_ path: String) throws(LooopError) -> ParkedRunner? {
    var problems: [LooopError] = []
    return try Record.noting(&problems) { () throws(LooopError) in try read(path) }
  }

  private func file(_ runner: String) throws(LooopError) -> String {
    "\(directory.parked)/\(try Identifier(runner, "runner")).json"
  }

  private func read(_ path: String) throws(LooopError) -> ParkedRunner? {
    guard let record = try Record.read(path) else { return nil }
    guard let parked = ParkedRunner.read(record) else {
      throw Record.corrupt(path, "it is not a parked runner")
    }
    return parked
  }
}

extension RunnerFailure {
  /// Whether the runner is better left alone for a while: asking again would be in vain.
  package var rests: Bool {
    switch failureClass {
    case .quota, .auth, .billing, .config: true
    case .transient, .refused, .context, .budget, .interrupted, .protocol, .empty: false
    }
  }
}
