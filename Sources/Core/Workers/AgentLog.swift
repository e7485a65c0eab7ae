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
  /// Of a terminal agent; its lines that left the screen are of no interest here.
  private var sessionScreen: SessionScreen
  private var recordedAccount = Transcript.Account()
  /// What the agent costs.
  let spend: WorkerSpend

  /// Throws when a file cannot be created, or when the ledger cannot record the start.
  init(
    _ session: SessionRecord, in folder: SessionFolder, catalog: any RunnerCatalog, store: Store
  ) throws(LooopError) {
    secrets = store.secrets
    self.folder = folder
    sessionScreen = SessionScreen(of: folder.output, scrollback: 0)
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
    let bytes = errors?.tail(Self.errorTail) ?? []
    let redaction = secrets()
    let tail = redaction.tail(bytes, isCut: bytes.count == Self.errorTail)
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
  var lastLine: String {
    let redaction = secrets()
    if agent.kind == .terminal {
      let screen = screen
      guard screen.lastLine != nil else { return "" }
      // As a whole: the edge of the screen may divide a secret.
      return Self.lastLine(of: redaction.text(screen.lines.joined(separator: "\n")))
    }
    let unfinished = transcript?.unfinishedLine ?? []
    if !unfinished.isEmpty {
      let isCut = unfinished.count >= Transcript.resultShown
      return Untrusted.oneLine(redaction.tail(unfinished, isCut: isCut))
    }
    let bytes = (transcriptFile ?? raw).tail(Self.errorTail)
    let text = redaction.tail(bytes, isCut: bytes.count == Self.errorTail)
    return Self.lastLine(of: text)
  }

  private static func lastLine(of text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    return lines.last { $0.contains { $0 != " " } }.map { Untrusted.oneLine(String($0)) } ?? ""
  }

  /// Whether the title of the agent's screen says that it is at work.
  var isBusy: Bool {
    guard agent.kind == .terminal, !agent.busyTitles.isEmpty else { return false }
    let title = screen.title
    return agent.busyTitles.contains { title.contains($0) }
  }

  /// The last one known where the recording cannot be read.
  private var screen: Screen {
    _ = try? sessionScreen.update()
    return sessionScreen.screen
  }

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
