internal import Base
internal import Core

/// Which sensors the loop wrote itself: they are trusted less, until a human edits the files.
struct Authorship {
  /// The sensors' folder.
  let folder: String

  private var marks: String { "\(folder)/.by-loop" }

  /// The sensors the loop ever wrote, edited since or not.
  func names() throws(LooopError) -> Set<Identifier> {
    Set((try Folder.names(in: marks) ?? []).compactMap(Identifier.init(valid:)))
  }

  /// Whether the files are still as the loop wrote them.
  func isByLoop(_ name: Identifier) throws(LooopError) -> Bool {
    guard let mark = try AtomicFile.readText("\(marks)/\(name)") else { return false }
    let digest = Self.digest(try text(name, .script), try text(name, .manifest))
    return mark.split(separator: "\n").contains(Substring(digest))
  }

  /// Whether a person wrote it, or edited it, or said yes to the loop's change of one they wrote.
  func isByHuman(_ name: Identifier) throws(LooopError) -> Bool {
    let files = [SensorFileName.Role.script, .manifest].map { "\(folder)/\(name)\($0.rawValue)" }
    guard files.contains(where: FileFacts.hasEntry) else { return false }
    // The loop makes no links.
    if files.contains(where: FileFacts.isLink) { return true }
    guard let mark = try AtomicFile.readText("\(marks)/\(name)") else { return true }
    if mark.split(separator: "\n").contains(Self.ofHuman) { return true }
    return try !isByLoop(name)
  }

  /// In the mark of a sensor that was a person's before the loop changed it.
  private static let ofHuman: Substring = "human"

  func record(_ draft: SensorDraft) throws(LooopError) {
    switch draft.author {
    case .human: try forget(draft.name)
    case .loop:
      let mark = "\(marks)/\(draft.name)"
      try Folder.create(marks)
      let former = try text(draft.name, .manifest)
      // The files as they will be, and as they are if looop dies after one of the two writes, or none.
      var digests = [draft.manifest ?? former, former].map { Self.digest(draft.script, $0) }
      if try isByLoop(draft.name) {
        digests.append(Self.digest(try text(draft.name, .script), former))
      }
      if try isByHuman(draft.name) { digests.append(String(Self.ofHuman)) }
      try AtomicFile.replace(mark, digests.joined(separator: "\n").utf8)
    }
  }

  func forget(_ name: Identifier) throws(LooopError) {
    let mark = "\(marks)/\(name)"
    if try FileFacts.of(mark) != nil { _ = try AtomicFile.delete(mark) }
  }

  private func text(
    _ name: Identifier, _ role: SensorFileName.Role
  ) throws(LooopError) -> String {
    try AtomicFile.readText("\(folder)/\(name)\(role.rawValue)") ?? ""
  }

  private static func digest(_ script: String, _ manifest: String) -> String {
    Digest.sha256("\(script)\u{0}\(manifest)")
  }
}
