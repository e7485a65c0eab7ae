package import Base

/// The desired state: one declarative text each, in `goals/<id>.md`.
package struct Goal: Sendable, Equatable {
  package let id: Identifier
  package let body: String

  package init(id: Identifier, body: String) {
    self.id = id
    self.body = body
  }
}

/// The goals' folder.
package struct Goals: Sendable {
  private let store: Store

  package init(_ store: Store) { self.store = store }

  private var directory: DataDirectory { store.directory }

  package struct Contents: Sendable, Equatable {
    package var goals: [Goal] = []
    /// Files that cannot be goals by their name or their kind, one sentence each.
    package var problems: [LooopError] = []

    /// Why it is not known which goals there are.
    var unread: LooopError? { problems.first { $0.code == LinkedFile.awayCode } }
  }

  /// Every goal, sorted by id. One that cannot be read is a problem that counts as `away`.
  package func contents() throws(LooopError) -> Contents {
    var contents = Contents()
    guard !LinkedFile.isAway(directory.goals) else {
      contents.problems = [LinkedFile.away(Folder.leadsNowhere(directory.goals))]
      return contents
    }
    for name in try Folder.names(in: directory.goals) ?? [] where name.hasSuffix(".md") {
      let path = "\(directory.goals)/\(name)"
      guard let id = Identifier(valid: String(name.dropLast(3))) else {
        contents.problems.append(
          LooopError(
            .badData, code: "E_ID",
            "\(Untrusted.oneLine(path)) is not a goal: its name is not a valid id.",
            hint: "Rename it to letters, digits, '.', '_' or '-'."))
        continue
      }
      do throws(LooopError) {
        // Archived since the listing: it is not a goal any more.
        guard let bytes = try AtomicFile.read(path) else { continue }
        let body = String(decoding: bytes, as: UTF8.self)
        contents.goals.append(Goal(id: id, body: body))
        // Read all the same, but not without a word.
        if let problem = ExactText.problem(body, of: bytes, path) {
          contents.problems.append(problem)
        }
      } catch {
        // Whatever is in its place, the goal is not known to be gone, and it does not hide the others.
        contents.problems.append(LinkedFile.away(error))
      }
    }
    return contents
  }

  package func goal(_ id: Identifier) throws(LooopError) -> Goal? {
    try AtomicFile.readText(file(id)).map { Goal(id: id, body: $0) }
  }

  /// Writes the goal; effective with the next beat. Throws when what is there cannot be read.
  package func write(
    _ id: Identifier, _ body: String, by actor: Actor = .human
  ) throws(LooopError) {
    _ = try goal(id)
    let text = Self.text(body)
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in try LinkedFile.replace(file(id), text.utf8) }
    let digest = Digest.short(text)
    store.chronicle.tell(
      "goal.written", ["goal": .string(id.text), "sha256": .string(digest)], by: actor
    ) { "goal \(id) written \($0) (sha256 \(digest))" }
    if let doubt { throw doubt.of("The goal \(id)") }
  }

  /// What `write` stores for `body`: with a line feed at its end.
  package static func text(_ body: String) -> String { body.hasSuffix("\n") ? body : body + "\n" }

  /// Archives the goal; false when there is no such goal. An archived goal of the same id keeps its
  /// own file.
  package func archive(
    _ id: Identifier, by actor: Actor = .human
  ) throws(LooopError) -> Bool {
    let target = try freeArchive(of: id)
    var doubt: LooopError?
    let isThere = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
      try LinkedFile.consume(file(id), to: target)
    }
    guard isThere else { return false }
    store.chronicle.tell("goal.archived", ["goal": .string(id.text)], by: actor) {
      "goal \(id) archived \($0)"
    }
    if let doubt { throw doubt.of("The archiving of the goal \(id)") }
    return true
  }

  /// Whether the goal was archived before, for who repeats it because the disk did not confirm it: it
  /// is on the disk then.
  package func isArchived(_ id: Identifier) throws(LooopError) -> Bool {
    let archived = "\(directory.archivedGoals)/\(id).md"
    guard try FileFacts.hasEntry(archived) else { return false }
    for path in [archived, file(id)] {
      try AtomicFile.confirm(path, of: "The archiving of the goal \(id)")
    }
    return true
  }

  /// A name that no archived goal has: a rename would replace it.
  private func freeArchive(of id: Identifier) throws(LooopError) -> String {
    let base = "\(directory.archivedGoals)/\(id)"
    if try !FileFacts.hasEntry("\(base).md") { return "\(base).md" }
    let now = LocalTime(store.clock.now())
    var number = 1
    while try FileFacts.hasEntry("\(base).\(now.stampText(number)).md") { number += 1 }
    return "\(base).\(now.stampText(number)).md"
  }

  private func file(_ id: Identifier) -> String { "\(directory.goals)/\(id).md" }
}
