internal import Base

/// The folder of an ended life whose id is in use again: `.ended-<id>-<time>-<n>`.
struct FormerLife: Equatable {
  let id: Identifier
  /// When it was moved aside, in seconds since 1970.
  let endedAt: Int
  let number: UInt32

  init(id: Identifier, endedAt: Int) {
    self.id = id
    self.endedAt = endedAt
    number = UInt32.random(in: 0...9_999)
  }

  /// Nil when `name` is not the name of such a folder.
  init?(folder name: String) {
    guard name.hasPrefix(Self.prefix) else { return nil }
    let parts = name.dropFirst(Self.prefix.count)
      .split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 2, let number = UInt32(parts[parts.count - 1]),
      let endedAt = Int(parts[parts.count - 2]),
      let id = Identifier(valid: parts.dropLast(2).joined(separator: "-"))
    else { return nil }
    (self.id, self.endedAt, self.number) = (id, endedAt, number)
  }

  private static let prefix = ".ended-"
  var folder: String { "\(Self.prefix)\(id)-\(endedAt)-\(number)" }
}
