package import Base

/// The user's judgment, priorities and guardrails: `PLAYBOOK.md`, with a copy of the old text
/// before every overwrite.
package struct Playbook: Sendable {
  static let copiesKept = 20

  private let store: Store

  package init(_ store: Store) { self.store = store }

  private var directory: DataDirectory { store.directory }

  /// The text; empty when there is no PLAYBOOK.
  package func text() throws(LooopError) -> String {
    var problems: [LooopError] = []
    return try text(noting: &problems)
  }

  /// As `text()`; what is not UTF-8 in it is one of `problems`, and reads as U+FFFD.
  func text(noting problems: inout [LooopError]) throws(LooopError) -> String {
    guard let bytes = try AtomicFile.read(directory.playbook) else { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    if let problem = ExactText.problem(text, of: bytes, directory.playbook) {
      problems.append(problem)
    }
    return text
  }

  package func write(_ body: String, by actor: Actor = .human) throws(LooopError) {
    let text = Goals.text(body)
    var copy: String?
    if let old = try AtomicFile.read(directory.playbook), !old.elementsEqual(text.utf8) {
      copy = try keepCopy(old)
    }
    var doubt: LooopError?
    do throws(LooopError) {
      try Deed.hold(&doubt) { () throws(LooopError) in
        try LinkedFile.replace(directory.playbook, text.utf8)
      }
    } catch {
      // It is still the PLAYBOOK.
      if let copy { Folder.remove(copy) }
      throw error
    }
    if copy != nil { tidyCopies() }
    let digest = Digest.short(text)
    store.chronicle.tell("playbook.written", ["sha256": .string(digest)], by: actor) {
      "PLAYBOOK written \($0) (sha256 \(digest))"
    }
    if let doubt { throw doubt.of("The PLAYBOOK") }
  }

  /// Returns the path of the copy.
  private func keepCopy(_ old: [UInt8]) throws(LooopError) -> String {
    let now = LocalTime(store.clock.now())
    var number = 1
    while true {
      let path = "\(directory.playbookCopies)/\(now.stampText(number)).md"
      let isNew = try Deed.prepare(undo: { Folder.remove(path) }) { () throws(LooopError) in
        try AtomicFile.publishNew(path, old)
      }
      if isNew { return path }
      number += 1
    }
  }

  /// One that cannot be removed is removed after the next overwrite.
  private func tidyCopies() {
    for old in ((try? history()) ?? []).dropLast(Self.copiesKept) {
      _ = try? AtomicFile.delete("\(directory.playbookCopies)/\(old)")
    }
  }

  /// The names of the copies, oldest first.
  package func history() throws(LooopError) -> [String] {
    (try Folder.names(in: directory.playbookCopies) ?? []).filter { $0.hasSuffix(".md") }
  }

  /// The old text, or nil when there is no copy of that name.
  package func copy(named name: String) throws(LooopError) -> String? {
    guard try history().contains(name) else { return nil }
    return try AtomicFile.readText("\(directory.playbookCopies)/\(name)")
  }
}
