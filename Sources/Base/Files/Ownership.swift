/// Who may change a file: its owner, those who may write it, and those who may put a different one in
/// its place in a folder on the way to it. As ssh judges its own files, since what they say is run.
///
/// Pure: made of what the file system said at one moment.
package struct Ownership: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package let path: String
    package let owner: Int
    /// The mode bits, as `chmod` takes them.
    package let mode: Int
    package let isFolder: Bool
    /// The group, when it may write here and has other members than this user.
    package fileprivate(set) var sharedGroup: Int?

    package init(
      _ path: String, owner: Int, mode: Int, isFolder: Bool, sharedGroup: Int? = nil
    ) {
      self.path = path
      self.owner = owner
      self.mode = mode
      self.isFolder = isFolder
      self.sharedGroup = sharedGroup
    }

    /// Whether only its owner can enter it. Access lists show in the bits of the group.
    fileprivate var isClosed: Bool { isFolder && mode & 0o011 == 0 }
    /// Whether a stranger may add to it, and neither move nor remove what is another's.
    fileprivate var isSticky: Bool { isFolder && mode & 0o1000 != 0 }
  }

  /// Someone else who may change what is judged, and where.
  package struct Finding: Sendable, Equatable {
    package enum Who: Sendable, Equatable {
      case owner(Int)
      case group(Int)
      case everyone
    }

    package let who: Who
    package let entry: Entry
  }

  /// From `/` to each link on the way, and last to the file itself; a file that is to be made counts as
  /// this user's.
  package private(set) var ways: [[Entry]]
  package let user: Int
  /// The number that stands for every account that a user name space does not know; nil where there is
  /// no such number.
  package let unknown: Int?
  /// Why not all of it could be looked at: nothing is known of the rest.
  package private(set) var unseen: LooopError?

  package init(ways: [[Entry]], user: Int, unknown: Int? = nil) {
    self.ways = ways
    self.user = user
    self.unknown = unknown
  }

  /// As above, of ways whose groups are not known yet. `sharedGroup` is asked only where its answer
  /// counts: to know who is in a group takes longer than all else.
  init(
    ways: [[Entry]], user: Int, unknown: Int?, unseen: LooopError? = nil,
    sharedGroup: (Entry) -> Int?
  ) {
    self.init(ways: ways, user: user, unknown: unknown)
    self.unseen = unseen
    for (way, entries) in ways.enumerated() {
      for (index, entry) in entries.enumerated() {
        let next = index + 1 < entries.count ? entries[index + 1] : nil
        if entry.mode & 0o022 == 0o020, !isHeld(next, in: entry) {
          self.ways[way][index].sharedGroup = sharedGroup(entry)
        }
        if isClosed(entry) { break }
      }
    }
  }

  /// The file itself; nil for `/`.
  package var target: Entry? { ways.last?.last }

  /// The other user whose file it is, root included.
  package var foreignOwner: Int? {
    target.flatMap { $0.owner == user ? nil : $0.owner }
  }

  /// The first one found who is neither this user nor root.
  package var finding: Finding? {
    ways.firstResult(finding(on:))
  }

  /// Whether others can get to what is in this folder: below one that they cannot enter, modes do not
  /// matter.
  package var canBeEntered: Bool { !(ways.last ?? []).contains(where: isClosed) }

  private func finding(on way: [Entry]) -> Finding? {
    for (index, entry) in way.enumerated() {
      let next = index + 1 < way.count ? way[index + 1] : nil
      if let who = stranger(at: entry, before: next) { return Finding(who: who, entry: entry) }
      if isClosed(entry) { return nil }
    }
    return nil
  }

  /// Whether strangers who may write `folder` can put nothing in the place of `next`: what is another's
  /// there is found with it.
  private func isHeld(_ next: Entry?, in folder: Entry) -> Bool {
    folder.isSticky && next.map { $0.owner != unknown } == true
  }

  private func isClosed(_ entry: Entry) -> Bool { entry.isClosed && isTrusted(entry.owner) }

  private func isTrusted(_ owner: Int) -> Bool { owner == user || owner == 0 }

  private func stranger(at entry: Entry, before next: Entry?) -> Finding.Who? {
    // In a name space the machine's own root is among the unknown, and owns the folders above.
    guard isTrusted(entry.owner) || (next != nil && entry.owner == unknown) else {
      return .owner(entry.owner)
    }
    if isHeld(next, in: entry) { return nil }
    if entry.mode & 0o002 != 0 { return .everyone }
    if let group = entry.sharedGroup { return .group(group) }
    return nil
  }
}
