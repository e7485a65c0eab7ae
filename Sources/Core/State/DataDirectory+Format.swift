package import Base

extension DataDirectory {
  /// The format that this version writes; a newer one is refused.
  package static let format = 1

  /// Creates missing folders and checks the format. A data dir without a format is new, or the
  /// original's: `plant` is called once for it, and the format is written last, so that an
  /// interrupted `plant` runs again.
  package func prepare(plant: () throws(LooopError) -> Void) throws(LooopError) {
    try Folder.create(path)
    let isKnown = try !checkFormat()
    if !isKnown { try putOriginalLockAside() }
    try Folder.create(folders)
    try ignoreWhatIsPrivate()
    if isKnown { return }
    guard let lock = try DirectoryLock.acquire("\(lockFolder)/plant", within: .seconds(5)) else {
      throw LooopError(
        .pending, code: "E_BUSY", "Another process has been preparing \(path) for 5 seconds.",
        hint: "Try again.")
    }
    defer { withExtendedLifetime(lock) {} }
    guard try checkFormat() else { return }
    let record: JSONValue = ["format": .int(Self.format)]
    try Deed.prepare { () throws(LooopError) in
      try plant()
      _ = try AtomicFile.publishNew(formatFile, JSONWriter.line(record))
    }
  }

  /// The original locks a file where this version has a folder; while it is held, its pulse runs.
  private func putOriginalLockAside() throws(LooopError) {
    guard try FileFacts.hasEntry(lockFolder), !Folder.exists(lockFolder) else { return }
    guard let lock = try DirectoryLock.acquire(lockFolder) else {
      throw LooopError(
        .pending, code: "E_ORIGINAL_UP", "A pulse of looop 1.0 runs in \(path).",
        hint: "End it with `looop down` of that version first.")
    }
    defer { withExtendedLifetime(lock) {} }
    _ = try AtomicFile.consume(lockFolder, to: "\(lockFolder).original")
  }

  /// For those who keep their data dir in git. What is there stays, be it empty: it is the human's then.
  private func ignoreWhatIsPrivate() throws(LooopError) {
    guard try !FileFacts.hasEntry(ignoreFile) else { return }
    _ = try AtomicFile.publishNew(ignoreFile, Self.ignored.utf8, durable: false)
  }

  /// By what may be committed: whatever else looop ever writes here is private or passing.
  private static let ignored = """
    # Written once by looop, and yours to change: in a commit of this folder, only what you write.
    # What else is here is private or passing: secrets, prompts, sessions, runs, readings, costs.
    /*
    !/.gitignore
    !/PLAYBOOK.md
    !/goals
    !/sensors
    .tmp-*
    /sensors/.*
    /sensors/former
    # Which sensors the loop wrote itself; without it they would count as yours.
    !/sensors/.by-loop

    """

  /// Throws when something else has the name of the data dir: taken for an empty one, it would show a
  /// loop that is down.
  package func demandFolder() throws(LooopError) {
    // What cannot be looked at is another user's, which has an error of its own.
    guard !FileFacts.isLink(path), (try? FileFacts.hasEntry(path)) == true, !Folder.exists(path)
    else { return }
    throw LooopError(
      .badData, code: "E_NO_FOLDER", "\(path) is not a folder.",
      hint: "Move it away, or name another data dir with --data-dir.")
  }

  /// What is in the way of every beat: something else with the name of one of its folders, or a folder
  /// with that of a record.
  package var misplaced: [LooopError] { misplacedFolders + [intents, parked].flatMap(foldersIn) }

  private func foldersIn(_ folder: String) -> [LooopError] {
    // One that cannot be listed is found by who reads it.
    let names = ((try? Folder.names(in: folder)) ?? nil) ?? []
    return names.filter { $0.hasSuffix(".json") && Folder.exists("\(folder)/\($0)") }.map {
      LooopError(
        .badData, code: "E_NO_FILE",
        "\(folder)/\(Untrusted.oneLine($0)) is a folder, and should be a file of looop's.",
        hint: "Move it away.")
    }
  }

  private var misplacedFolders: [LooopError] {
    folders.compactMap { folder in
      guard !Folder.exists(folder) else { return nil }
      if FileFacts.isLink(folder) { return Folder.leadsNowhere(folder) }
      // What cannot be looked at is another's, which has a check of its own.
      guard (try? FileFacts.hasEntry(folder)) == true else { return nil }
      // The original has a file there.
      if folder == lockFolder, (try? FileFacts.hasEntry(formatFile)) != true { return nil }
      return LooopError(
        .badData, code: "E_NO_FOLDER", "\(folder) is not a folder.",
        hint: "Move it away: looop makes the folder that belongs there.")
    }
  }

  /// Throws for a data dir of a newer looop. True when the dir has no format: it is new, or the
  /// original's.
  package func checkFormat() throws(LooopError) -> Bool {
    guard let record = try Record.read(formatFile) else { return true }
    guard let format = record["format"]?.int else {
      throw LooopError(
        .badData, code: "E_CORRUPT", "\(formatFile) names no format.",
        hint: "Write {\"format\":\(Self.format)} into it if the data dir is looop's own.")
    }
    guard format <= Self.format else {
      throw LooopError(
        .badData, code: "E_FORMAT",
        "\(path) was written by a newer looop: format \(format), this one knows \(Self.format).",
        hint: "Update looop, or name another data dir with --data-dir.")
    }
    return false
  }
}
