internal import Base
internal import Screen

/// Records what an agent writes. A headless agent's stream is kept as it is, and read through the
/// runner's adapter into a transcript and an account of the cost; of a terminal agent the bytes of its
/// screen are kept.
final class AgentLog {
  /// Bytes of standard error that are searched for the reason of a failure.
  static let errorTail = 4 << 10

  private let agent: AgentSetup
  private let secrets: @Sendable () -> Redaction
  private let folder: SessionFolder
  private let raw: Recording
  private let transcriptFile: Recording?
  private let errors: Recording?
  private var transcript: Transcript?
  private var recordedAccount = Transcript.Account()
  /// What the agent costs.
  let spend: WorkerSpend

  /// Throws when a file cannot be created, or when the ledger cannot record the start.
  init(
    _ session: SessionRecord, in folder: SessionFolder, catalog: any RunnerCatalog, store: Store
  ) throws(LooopError) {
    secrets = store.secrets
    self.folder = folder
    agent = session.agent
    let name = agent.runner ?? catalog.presetName(forCommand: agent.command)
    let preset = try catalog.preset(named: name)
    switch agent.kind {
    case .headless:
      raw = try Recording(path: folder.stream)
      transcriptFile = try Recording(path: folder.output)
      errors = try Recording(path: folder.errors, segment: 1 << 20)
      transcript = Transcript(
        try catalog.runner(for: preset), command: agent.command,
        secrets: store.secrets)
    case .terminal:
      raw = try Recording(path: folder.output)
      (transcriptFile, errors) = (nil, nil)
    }
    spend = try WorkerSpend(
      session, ledger: Ledger(folder: store.directory.ledger, clock: store.clock), runner: name,
      prices: preset.prices,
      model: catalog.model(ofCommand: agent.command, preset: preset))
  }

  func output(_ chunk: ArraySlice<UInt8>) {
    raw.write(chunk)
    if let text = transcript?.read(chunk), !text.isEmpty { transcriptFile?.write(text) }
    recordUsage()
  }

  func error(_ chunk: ArraySlice<UInt8>) {
    errors?.write(chunk)
    // In the transcript too: when the agent says nothing else, this is why.
    transcriptFile?.write(chunk)
  }

  /// What went wrong according to the agent; nil when nothing did. Call it once the agent has ended.
  /// `isVouched`: its own `done` or its check says that it worked, so that it need not have printed
  /// anything.
  func finish(_ end: SupervisorMachine.End, isVouched: Bool) -> RunnerFailure? {
    if let rest = transcript?.readRest(), !rest.isEmpty { transcriptFile?.write(rest) }
    recordUsage()
    var bytes = (errors?.tail(Self.errorTail) ?? [])[...]
    // The tail may start mid-line; drop the partial first line.
    if bytes.count == Self.errorTail { bytes = bytes.drop { $0 != 0x0A } }
    let redaction = secrets()
    let tail = redaction.text(String(decoding: bytes, as: UTF8.self))
    return transcript?.failure(end, stderrTail: tail, isVouched: isVouched)?
      .redacted(by: redaction)
  }

  /// Frees the space of the older halves of the recordings.
  func shrink() {
    raw.shrink()
    transcriptFile?.shrink()
  }

  /// Whether the agent printed its final result and began no other turn since. A screen never says so.
  var isFinished: Bool { transcript?.isFinished ?? false }

  /// The last line a person would see.
  var lastLine: String { secrets().text(lastLineAsPrinted) }

  private var lastLineAsPrinted: String {
    if agent.kind == .terminal { return Untrusted.oneLine(screen.lastLine ?? "") }
    let unfinished = transcript?.unfinishedLine ?? ""
    if !unfinished.isEmpty { return Untrusted.oneLine(unfinished) }
    let text = String(decoding: (transcriptFile ?? raw).tail(Self.errorTail), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).last.map { Untrusted.oneLine(String($0)) } ?? ""
  }

  /// Whether the title of the agent's screen says that it is at work.
  var isBusy: Bool {
    guard agent.kind == .terminal, !agent.busyTitles.isEmpty else { return false }
    let title = screen.title
    return agent.busyTitles.contains { title.contains($0) }
  }

  private var screen: Screen { AgentScreen.replayed(raw.tail(AgentScreen.tail)) }

  /// Written when it has changed; what cannot be written now is written with the next change.
  private func recordUsage() {
    guard let account = transcript?.account, account != recordedAccount else { return }
    if let usage = account.usage { spend.add(usage) }
    do throws(LooopError) {
      try AtomicFile.replace(folder.usage, JSONWriter.line(account.json))
      recordedAccount = account
    } catch {
      // A full disk is reported by the record of the end, which is retried.
    }
  }
}
