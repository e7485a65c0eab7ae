internal import CSys
internal import Synchronization

/// What was seen on the way to looop's files. All of them lie below the same few folders: what is asked
/// within one `once`, such as a beat's look at the world, costs one look at each.
///
/// Outside of it nothing is remembered, so that whoever mends a folder is believed at once.
package final class Sightings: Sendable {
  private struct Memory {
    var depth = 0
    var entries: [String: EntryFacts.Found] = [:]
    var privateGroups: [[Int]: Bool] = [:]
  }

  private let memory = Mutex(Memory())
  private let look: @Sendable (String) -> EntryFacts.Found

  package convenience init() { self.init { EntryFacts.look(at: $0) } }

  init(look: @escaping @Sendable (String) -> EntryFacts.Found) { self.look = look }

  /// Runs `body`, which waits for nothing and makes nothing, as one moment.
  package func once<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    memory.withLock { $0.depth += 1 }
    defer {
      memory.withLock { memory in
        memory.depth -= 1
        if memory.depth == 0 { memory = Memory() }
      }
    }
    return try body()
  }

  func found(_ path: String) -> EntryFacts.Found {
    memory.withLock { memory in
      if let known = memory.entries[path] { return known }
      let found = look(path)
      if memory.depth > 0 { memory.entries[path] = found }
      return found
    }
  }

  /// Nil for what cannot be looked at.
  func entry(_ path: String) -> EntryFacts? {
    if case .entry(let facts) = found(path) { facts } else { nil }
  }

  /// Whether a group is this user's alone.
  func isPrivate(_ group: Int, of user: Int) -> Bool {
    memory.withLock { memory in
      if let known = memory.privateGroups[[group, user]] { return known }
      let isPrivate = Accounts.isPrivate(group, of: user)
      if memory.depth > 0 { memory.privateGroups[[group, user]] = isPrivate }
      return isPrivate
    }
  }
}
