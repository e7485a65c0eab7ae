internal import CSys

/// What one look says of a folder's entry; of a link, of the link itself.
struct EntryFacts: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case folder, file
    case link(String)
  }

  enum Found: Sendable, Equatable {
    case entry(EntryFacts)
    case missing
    /// A folder on the way may not be entered, or the look failed: an errno.
    case unreadable(Int32)
  }

  let kind: Kind
  let owner, group: Int
  /// The mode bits, as `chmod` takes them.
  let mode: Int

  static func look(at path: String) -> Found {
    var information = stat()
    switch Calls.lstat(path, &information) {
    case 0: break
    case -ENOENT, -ENOTDIR: return .missing
    case let code: return .unreadable(-code)
    }
    guard let kind = kind(information.kind, path) else { return .missing }
    return .entry(
      EntryFacts(
        kind: kind, owner: Int(information.st_uid), group: Int(information.st_gid),
        mode: Int(information.st_mode) & 0o7777))
  }

  /// Nil for a link that was removed meanwhile.
  private static func kind(_ bits: Int32, _ path: String) -> Kind? {
    switch bits {
    case Int32(S_IFDIR): .folder
    case Int32(S_IFLNK): FileFacts.text(ofLink: path).map(Kind.link)
    default: .file
    }
  }
}
