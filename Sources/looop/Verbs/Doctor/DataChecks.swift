internal import Base
internal import Core

/// The data dir: whether it can be used as it lies there.
enum DataChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "data dir",
      [
        DoctorCheck(
          "folder", looksAt: "whether it is there, or can be made, in a format that looop knows",
          probe: folderFacts, judge: folder),
        DoctorCheck(
          "owner", looksAt: "whose it is, and who else may read or change it", probe: ownerFacts,
          judge: owner),
        DoctorCheck(
          "writing", looksAt: "whether files can be written in it, tried with one that has no name",
          probe: writingFacts, judge: writing),
        DoctorCheck(
          "files", looksAt: "whether every file that a beat reads or writes is what it should be",
          probe: contentFacts, judge: content),
        DoctorCheck(
          "disk", looksAt: "the file system: on this machine or a network, read-only, in memory",
          probe: { (patient) throws(LooopError) in try FileSystemFacts.of(patient.directory.path) },
          judge: disk),
        DoctorCheck(
          "room", looksAt: "what is free on it, in bytes and in files",
          probe: { (patient) throws(LooopError) in try FileSystemFacts.of(patient.directory.path) },
          judge: room),
        DoctorCheck(
          "size", looksAt: "how much it holds, by part", probe: sizeFacts, judge: size),
      ])
  }

  // MARK: folder

  struct FolderFacts: Equatable {
    let path: String
    var exists = true
    /// Why it cannot be made, is no folder, or is in a format that looop does not know.
    var problem: LooopError?
  }

  private static func folderFacts(_ patient: Patient) -> FolderFacts {
    var facts = FolderFacts(path: patient.directory.path)
    do throws(LooopError) {
      facts.exists = try Base.FileFacts.hasEntry(facts.path)
      if !facts.exists {
        facts.problem = WriteProbe.problem(making: facts.path)
      } else {
        try patient.directory.demandFolder()
        _ = try patient.directory.checkFormat()
      }
    } catch { facts.problem = error }
    return facts
  }

  static func folder(_ facts: FolderFacts) -> [DoctorFinding] {
    if let problem = facts.problem { return [.fail(problem)] }
    if facts.exists { return [.ok(facts.path)] }
    return [.info("\(facts.path) is not there yet; the first verb that needs it makes it")]
  }

  // MARK: owner

  struct OwnerFacts: Equatable {
    let path: String
    /// The mode bits.
    let mode: Int
    var problem: LooopError?
    var isChecked = true
    /// Whether others get there at all: below a folder that is closed modes do not matter.
    var canBeEntered = true
  }

  private static func ownerFacts(_ patient: Patient) throws(LooopError) -> OwnerFacts? {
    let path = patient.directory.path
    guard let facts = try Base.FileFacts.of(path), Folder.exists(path) else { return nil }
    let store = patient.wiring.loop.store
    return OwnerFacts(
      path: path, mode: facts.permissions, problem: store.ownerProblem, isChecked: store.isChecked,
      canBeEntered: Ownership(of: path, patient.wiring.sightings).canBeEntered)
  }

  static func owner(_ facts: OwnerFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    if let problem = facts.problem { return [.fail(problem)] }
    if !facts.isChecked { return [.info("not looked at, since \(Ownership.override) is set")] }
    guard facts.mode & 0o077 == 0 || !facts.canBeEntered else {
      return [
        .warn(
          "Others may look into it (mode 0\(String(facts.mode, radix: 8))): prompts, transcripts and"
            + " answers can hold secrets.",
          mend: ShellQuote.line(["chmod", "700", facts.path]))
      ]
    }
    return [.ok("yours alone")]
  }

  // MARK: writing

  struct WritingFacts: Equatable {
    var problem: LooopError?
    var trial = WriteProbe.Trial.untried
  }

  private static func writingFacts(_ patient: Patient) -> WritingFacts? {
    let directory = patient.directory
    guard Folder.exists(directory.path) else { return nil }
    if let problem = directory.visibleWriteProblem(now: patient.now) {
      return WritingFacts(problem: problem)
    }
    let workshop =
      Folder.exists(directory.lockFolder) ? directory.lockFolder : directory.path
    return WritingFacts(trial: WriteProbe.trial(writingUnnamedIn: workshop))
  }

  static func writing(_ facts: WritingFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    if let problem = facts.problem { return [.fail(problem)] }
    #if canImport(Darwin)
      let flush = "F_FULLFSYNC"
    #else
      let flush = "fsync"
    #endif
    let kind = "\(flush) of each file and of its folder makes it last"
    switch facts.trial {
    case .refused(let problem): return [.fail(problem)]
    case .written: return [.ok("can be written; \(kind)")]
    case .untried: return [.ok("can be written, as far as its modes say; \(kind)")]
    }
  }

  // MARK: files

  struct ContentFacts: Equatable {
    /// Each keeps every beat from deciding.
    var blocking: [LooopError] = []
    /// What is read all the same, or left out.
    var other: [LooopError] = []
  }

  private static func contentFacts(_ patient: Patient) throws(LooopError) -> ContentFacts? {
    guard Folder.exists(patient.directory.path), !patient.isNew else { return nil }
    var facts = ContentFacts(blocking: patient.directory.misplaced)
    let world = try patient.wiring.observed(isShown: true, skipsFolders: true).loaded
    // The folder that cannot be listed is named already, with its mend.
    let unread = world.problems.filter { $0.code == LinkedFile.awayCode }
    facts.blocking += facts.blocking.isEmpty ? unread : unread.filter { $0.hint != nil }
    // Sensors and secrets have families of their own.
    facts.other = world.problems.filter { $0.code != LinkedFile.awayCode }
    return facts
  }

  static func content(_ facts: ContentFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    let findings =
      facts.blocking.uniqued.map { DoctorFinding.fail($0) }
      + facts.other.uniqued.map { DoctorFinding.warn($0) }
    return findings.isEmpty ? [.ok("PLAYBOOK, goals and looop's own can be read")] : findings
  }

  // MARK: disk

  static func disk(_ facts: FileSystemFacts) -> [DoctorFinding] {
    let move = "Name a folder on a disk of this machine with LOOOP_DATA_DIR or --data-dir."
    if facts.isReadOnly { return [.fail("\(facts.name), mounted read-only", mend: move)] }
    switch facts.home {
    case .disk: return [.ok("\(facts.name), on this machine")]
    case .unknown:
      return [.info("\(facts.name): not known whether it is on this machine or a network's")]
    case .memory:
      return [
        .warn("\(facts.name): it is gone with the next start of this machine.", mend: move)
      ]
    case .network:
      return [
        .warn(
          "\(facts.name), a network's: changes that other machines make are seen late, and locks and"
            + " what was written may be lost with the connection.", mend: move)
      ]
    }
  }

  // MARK: room

  /// Below these a beat's files may not fit.
  private static let leastBytes = 16 << 20
  private static let scarceBytes = 512 << 20
  private static let leastNodes = 100
  private static let scarceNodes = 10_000

  static func room(_ facts: FileSystemFacts) -> [DoctorFinding] {
    // A layer that does not know says 0 of 0.
    if facts.size == 0 { return [.info("not known: \(facts.name) does not say")] }
    let nodes = facts.nodes > 0 ? ", and \(facts.freeNodes) more files fit" : ""
    let text = "\(ByteText.of(facts.free)) of \(ByteText.of(facts.size)) are free\(nodes)"
    let mend = "Make room on the disk; `looop doctor` shows what the data dir itself holds."
    func isBelow(_ bytes: Int, _ nodes: Int) -> Bool {
      facts.free < bytes || (facts.nodes > 0 && facts.freeNodes < nodes)
    }
    if isBelow(leastBytes, leastNodes) { return [.fail(text, mend: mend)] }
    if isBelow(scarceBytes, scarceNodes) { return [.warn(text, mend: mend)] }
    return [.ok(text)]
  }

  // MARK: size

  struct SizeFacts: Equatable {
    let parts: [(name: String, size: FolderSize)]

    static func == (left: Self, right: Self) -> Bool {
      left.parts.elementsEqual(right.parts, by: ==)
    }
  }

  private static func sizeFacts(_ patient: Patient) throws(LooopError) -> SizeFacts? {
    let path = patient.directory.path
    guard Folder.exists(path), let names = try Folder.entries(of: path) else { return nil }
    return SizeFacts(parts: names.sorted().map { ($0, FolderSize.of("\(path)/\($0)")) })
  }

  private static let partsShown = 4

  static func size(_ facts: SizeFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    let sizes = facts.parts.map(\.size)
    let (bytes, files) = (sizes.map(\.bytes).reduce(0, +), sizes.map(\.files).reduce(0, +))
    let unseen = sizes.map(\.unseen).reduce(0, +)
    let largest = facts.parts.sorted { ($1.size.bytes, $0.name) < ($0.size.bytes, $1.name) }
      .prefix(partsShown).filter { $0.size.bytes > 0 }
      .map { "\($0.name) \(ByteText.of($0.size.bytes))" }
    let text =
      "\(ByteText.of(bytes)) in \(files) files"
      + (largest.isEmpty ? "" : ": \(largest.joined(separator: ", "))")
    guard unseen > 0 else { return [.ok(text)] }
    return [
      .warn(
        "\(text); \(unseen) entries could not be looked at.",
        mend: "Give them back to the user whose loop it is.")
    ]
  }
}
