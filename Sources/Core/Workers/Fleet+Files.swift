package import Base

/// What is left of workers, for people.
extension Fleet {
  package struct Files: Sendable {
    package let folder, output, errors: String
    /// Byte for byte what a headless agent printed; a terminal one's `output` is that already.
    package let stream: String
  }

  package struct Setup: Sendable {
    package let workingDirectory: String
    package let check: String?
  }

  package func files(of id: Identifier) -> Files {
    let folder = folder(id)
    return Files(
      folder: folder.path, output: folder.output, errors: folder.errors, stream: folder.stream)
  }

  /// How it was started, beyond what `Worker` has; nil when there is no such session.
  package func setup(of id: Identifier) throws(LooopError) -> Setup? {
    try SessionRecord.read(folder(id).session, id).map {
      Setup(workingDirectory: $0.agent.workingDirectory, check: $0.verify)
    }
  }

  /// The lives of `id` whose folders are kept.
  package func formerLives(
    of id: Identifier, _ problems: inout [LooopError]
  ) throws(LooopError) -> [(worker: Worker, folder: String)] {
    var lives: [(worker: Worker, folder: String)] = []
    for name in try Folder.entries(of: directory.sessions) ?? [] {
      guard FormerLife(folder: name)?.id == id else { continue }
      let folder = SessionFolder(path: "\(directory.sessions)/\(name)")
      let worker = try Record.noting(&problems) { () throws(LooopError) in
        try folder.worker(id, verdict: folder.formerVerdict)
      }
      if let worker { lives.append((worker, folder.path)) }
    }
    return lives
  }

  /// The generations of `id` that left a report.
  package func reported(_ id: Identifier) throws(LooopError) -> [String] {
    let prefix = "\(id)-"
    return (try Folder.names(in: directory.reports) ?? []).compactMap { name in
      guard name.hasPrefix(prefix), name.hasSuffix(".md") else { return nil }
      let generation = String(name.dropFirst(prefix.count).dropLast(3))
      return Self.isGeneration(generation) ? generation : nil
    }
  }

  /// As `stage` makes one: the reports of `w` are not those of `w-2`.
  private static func isGeneration(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].count == 8 && parts[1].count == 6
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
  }
}
