internal import Base
internal import Screen

/// Keeps what an agent writes: of the headless kind the stream as it is, and read through the
/// adapter a transcript and what it cost; of the terminal kind the bytes of its screen.
final class AgentLog {
  static let errorTail = 4 << 10

  private let session: SessionRecord
  private let folder: SessionFolder
  private let raw: Recording
  private let transcript: Recording?
  private let errors: Recording?
  private var reader: AgentReader?
  private var accountKept = AgentReader.Account()
  /// What it costs.
  let spend: WorkerSpend

  init(
    _ session: SessionRecord, _ folder: SessionFolder, _ catalog: any RunnerCatalog,
    _ ledger: Ledger
  ) throws(LooopError) {
    self.session = session
    self.folder = folder
    let name = session.runner ?? catalog.presetName(forCommand: session.command)
    let preset = try catalog.preset(named: name)
    switch session.kind {
    case .headless:
      raw = try Recording(path: folder.stream)
      transcript = try Recording(path: folder.output)
      errors = try Recording(path: folder.errors, segment: 1 << 20)
      reader = AgentReader(try catalog.runner(for: preset))
    case .terminal:
      raw = try Recording(path: folder.output)
      (transcript, errors) = (nil, nil)
    }
    spend = try WorkerSpend(
      session, ledger: ledger, runner: name, prices: preset.prices,
      model: catalog.model(ofCommand: session.command))
  }

  func output(_ chunk: ArraySlice<UInt8>) {
    raw.write(chunk)
    if let text = reader?.read(chunk), !text.isEmpty { transcript?.write(text) }
    keepUsage()
  }

  func error(_ chunk: ArraySlice<UInt8>) {
    errors?.write(chunk)
    // Where nothing else is said, this is why.
    transcript?.write(chunk)
  }

  /// What the agent says went wrong, once it ended.
  func finish(_ end: SupervisorMachine.End) -> RunnerFailure? {
    if let rest = reader?.readRest(), !rest.isEmpty { transcript?.write(rest) }
    keepUsage()
    var bytes = (errors?.tail(Self.errorTail) ?? [])[...]
    // Cut at the front, its first line is none.
    if bytes.count == Self.errorTail { bytes = bytes.drop { $0 != 0x0A } }
    let tail = String(decoding: bytes, as: UTF8.self)
    return reader?.failure(end, stderrTail: tail)
  }

  func shrink() {
    raw.shrink()
    transcript?.shrink()
  }

  /// The last line a person would see.
  var lastLine: String {
    if session.kind == .terminal { return Untrusted.oneLine(screen.lastLine ?? "") }
    let unfinished = reader?.unfinishedLine ?? ""
    if !unfinished.isEmpty { return Untrusted.oneLine(unfinished) }
    let text = String(decoding: (transcript ?? raw).tail(Self.errorTail), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).last.map { Untrusted.oneLine(String($0)) } ?? ""
  }

  /// Whether the agent's screen says in its title that it is at work.
  var isBusy: Bool {
    guard session.kind == .terminal, !session.busyTitles.isEmpty else { return false }
    let title = screen.title
    return session.busyTitles.contains { title.contains($0) }
  }

  private var screen: Screen { AgentScreen.replayed(raw.tail(AgentScreen.tail)) }

  /// Written when it changed; what could not be written is written with the next.
  private func keepUsage() {
    guard let account = reader?.account, account != accountKept else { return }
    if let usage = account.usage { spend.take(usage) }
    do throws(LooopError) {
      try AtomicFile.replace(folder.usage, JSONWriter.line(account.json))
      accountKept = account
    } catch {
      // A full disk is told by the end's own record, which is tried again and again.
    }
  }
}
