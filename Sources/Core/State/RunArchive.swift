package import Base

/// The runs of a data dir, for people. Reads only what is asked for: names are listed, and of a run
/// its three small files are read.
package struct RunArchive: Sendable {
  package typealias Reader = @Sendable (String) throws(LooopError) -> [UInt8]?

  /// What the processes of now are doing, which tells a run under way from one that was cut short.
  package struct Present: Sendable {
    /// Since when the pulse asks a runner.
    package var decidingSince: Int?
    package var isPulseAlive = false

    package init(decidingSince: Int? = nil, isPulseAlive: Bool = false) {
      self.decidingSince = decidingSince
      self.isPulseAlive = isPulseAlive
    }
  }

  private let directory: DataDirectory
  private let present: Present
  private let read: Reader

  package init(
    _ directory: DataDirectory, _ present: Present,
    read: @escaping Reader = { path throws(LooopError) in
      try AtomicFile.read(path, following: false)
    }
  ) {
    self.directory = directory
    self.present = present
    self.read = read
  }

  /// As the processes of now have it.
  package static func open(_ directory: DataDirectory) throws(LooopError) -> RunArchive {
    let activity = try Activity.read(directory)
    return RunArchive(
      directory,
      Present(
        decidingSince: activity.deciding?.since,
        isPulseAlive: try DirectoryLock.isHeld(directory.lock)))
  }

  /// Every run there is, the newest first. Other files in that folder are left out.
  package func names() throws(LooopError) -> [String] {
    (try Folder.names(in: directory.runs) ?? []).filter(Self.isRun).reversed()
  }

  /// As `RunFolder` names one: a stamp, and a number for another of the same second.
  private static func isRun(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return (2...3).contains(parts.count) && parts[0].count == 8 && parts[1].count == 6
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
  }

  /// The one run that is meant by its name, by the beginning of it, or by `last`.
  package func find(_ text: String) throws(LooopError) -> String {
    let names = try names()
    if text == "last" {
      if let newest = names.first { return newest }
      throw LooopError(
        .badData, code: "E_RUN_UNKNOWN", "There is no run yet: the loop has not asked a runner.",
        hint: "`looop beat` makes one decision now.")
    }
    if names.contains(text) { return text }
    let matches = text.isEmpty ? [] : names.filter { $0.hasPrefix(text) }
    if let match = matches.first, matches.count == 1 { return match }
    let said = Untrusted.word(text)
    if matches.isEmpty {
      throw LooopError(
        .badData, code: "E_RUN_UNKNOWN", "There is no run '\(said)'.",
        hint: (Nearest.match(text, in: names).map { "The nearest is \($0). " } ?? "")
          + "`looop runs list` lists them, and `last` is the newest.")
    }
    let some = matches.prefix(3).joined(separator: ", ")
    throw LooopError(
      .badData, code: "E_RUN_AMBIGUOUS",
      "\(matches.count) runs begin with '\(said)': \(some)"
        + (matches.count > 3 ? " and more." : "."),
      hint: "Give more of its name.")
  }

  /// What the folder of that run says.
  package func run(_ name: String) -> RunRecord {
    let folder = RunFolder(beat: name, path: "\(directory.runs)/\(name)")
    let wake: RunRecord.Part<RunWake> = part(folder.wake)
    let answer: RunRecord.Part<RunAnswer> = part(folder.decision)
    let outcome: RunRecord.Part<RunOutcome> = part(folder.outcome)
    let world = facts(folder.world)
    let startedAt = wake.value?.startedAt ?? (world ?? facts(folder.path))?.modified ?? 0
    var run = RunRecord(
      name: name, path: folder.path, startedAt: startedAt, wake: wake, answer: answer,
      outcome: outcome, hasWorld: world != nil, phase: .unfinished)
    run.phase = phase(of: run)
    return run
  }

  private func phase(of run: RunRecord) -> RunRecord.Phase {
    guard case .absent = run.outcome else { return .ended }
    if case .absent = run.answer {
      return present.decidingSince == run.startedAt ? .deciding : .unfinished
    }
    // Of a trial nothing is carried out.
    if run.occasion == .trial { return .ended }
    let isMoving = present.isPulseAlive && facts("\(directory.intents)/\(run.name).json") != nil
    return isMoving ? .acting : .unfinished
  }

  /// Nil also for what cannot be looked at: reading it says why.
  private func facts(_ path: String) -> FileFacts? { (try? FileFacts.of(path)) ?? nil }

  private func part<Value: ShapedRecord & Sendable>(_ path: String) -> RunRecord.Part<Value> {
    do throws(LooopError) {
      guard let bytes = try read(path) else { return .absent }
      return .present(try Record.parse(bytes, path))
    } catch { return .broken(error) }
  }
}

extension Record {
  /// The record in `bytes` of that file; throws `E_CORRUPT` when it is not one.
  static func parse<Value: ShapedRecord>(
    _ bytes: [UInt8], _ path: String
  ) throws(LooopError) -> Value {
    let object: JSONObject
    do throws(JSONParser.Failure) { object = try JSONParser.parseObject(bytes) } catch {
      throw Record.corrupt("\(path):\(error.line):\(error.column)", error.message)
    }
    do throws(Problem) { return try Value(object) } catch { throw corrupt(path, error.text) }
  }
}
