package import Base

/// The runners at rest: `parked/<runner>.json`, one a runner. The file of one whose rest is over stays
/// until it answered well: it counts how often in a row that was needed.
package struct ParkingLot: Sendable {
  private let directory: DataDirectory
  private let mailbox: Mailbox
  private let clock: Clock

  package init(directory: DataDirectory, mailbox: Mailbox, clock: Clock) {
    self.directory = directory
    self.mailbox = mailbox
    self.clock = clock
  }

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
  /// broken, which `contents` reports.
  package func holding(
    _ preset: RunnerPreset, _ settings: Settings
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
    let wiring = Self.wiring(preset, settings)
    return parked.holds(now: clock.now(), isAskWaiting: isWaiting ?? false, wiring: wiring)
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
    let parked = ParkedRunner(
      runner: preset.name, reason: failure.failureClass, message: failure.message, since: now,
      until: isLimit ? now + rest.seconds : nil, ask: ask, wiring: Self.wiring(preset, settings),
      strikes: strikes)
    try AtomicFile.replace(path, JSONWriter.line(parked.json))
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

  /// The human's word that it may be tried again; false when it was not parked. The new name wakes
  /// the pulse.
  package func unpark(_ runner: String) throws(LooopError) -> Bool {
    let path = try file(runner)
    let ask = try known(path)?.ask
    guard try AtomicFile.consume(path, to: path + Self.unparkedSuffix) else { return false }
    if let ask { try mailbox.withdraw(ask) }
    return true
  }

  /// Whether a file of that name records that a human unparked a runner.
  static func isUnparking(_ name: String) -> Bool { name.hasSuffix(unparkedSuffix) }

  private static let unparkedSuffix = ".unparked"

  // MARK: -

  /// What must change before a runner that cannot work is tried again unasked.
  static func wiring(_ preset: RunnerPreset, _ settings: Settings) -> String {
    Digest.sha256(settings.digest + preset.digest)
  }

  private func ask(_ preset: RunnerPreset, _ failure: RunnerFailure) throws(LooopError) -> AskID {
    let reason = failure.failureClass
    let key = "runner \(preset.name) \(reason.rawValue)"
    let contents = try mailbox.contents()
    if let same = contents.pending.first(where: { $0.kind == .runner && $0.key == key }) {
      return same.id
    }
    let mend =
      switch reason {
      case .auth: "Log in, or set its key in the environment of the pulse."
      case .billing: "Check its account."
      default: "Fix its command or its set-up; `looop runner test \(preset.name)` checks both."
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
