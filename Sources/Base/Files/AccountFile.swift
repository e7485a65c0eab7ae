/// The names of accounts and groups, as `/etc/passwd` and `/etc/group` have them. A static binary cannot
/// ask the system's own look-up, which loads libraries.
package enum AccountFile {
  package static let path = "/etc/passwd"
  static let groups = "/etc/group"
  /// A group may have hundreds of members.
  private static let longestLine = 64 << 10

  /// `name:password:number:…`.
  struct Line {
    let name: String
    let number: Int
    /// What follows: of an account its group first, of a group its members.
    let rest: [String]

    init?(_ line: ArraySlice<UInt8>) {
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard fields.count > 3, fields[2].isDigitsOnly,
        let number = Int(String(decoding: fields[2], as: UTF8.self))
      else { return nil }
      self.number = number
      name = String(decoding: fields[0], as: UTF8.self)
      rest = fields[3...].map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Passes the good lines on. Throws as `AtomicFile.read` does; a missing file has none.
  static func read(_ path: String, _ each: (Line) -> Void) throws(LooopError) {
    try AtomicFile.readLines(path, longest: longestLine, following: true) { line in
      if let line = Line(line) { each(line) }
    }
  }

  /// The name of the account with that number; nil when the file has none, as where accounts come
  /// from a directory service.
  package static func name(of uid: Int, in path: String = path) -> String? {
    var found: String?
    // A file that cannot be read gives no name.
    try? read(path) { line in
      if found == nil, line.number == uid { found = accountName(line.name) }
    }
    return found
  }

  /// The name of the group with that number; nil when `/etc/group` has none.
  static func group(_ gid: Int) -> String? { name(of: gid, in: groups) }

  /// `text` when it may be the name of an account: nothing else can be put in its place.
  package static func accountName(_ text: String) -> String? {
    let isName =
      !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { $0.isNameByte || "-.@+$".utf8.contains($0) || $0 >= 0x80 }
    return isName ? Untrusted.visible(text) : nil
  }
}
