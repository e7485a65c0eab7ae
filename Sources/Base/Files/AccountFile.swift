/// The names of accounts, as `/etc/passwd` has them. A static binary cannot ask the system's own
/// look-up, which loads libraries.
package enum AccountFile {
  package static let path = "/etc/passwd"
  private static let longestLine = 4_096

  /// The name of the account with that number; nil when the file has none, as where accounts come
  /// from a directory service.
  package static func name(of uid: Int, in path: String = path) -> String? {
    var found: String?
    // A file that cannot be read gives no name.
    try? AtomicFile.readLines(path, longest: longestLine, following: true) { line in
      if found == nil { found = name(of: uid, line: line) }
    }
    return found
  }

  /// `name:password:uid:…`.
  private static func name(of uid: Int, line: ArraySlice<UInt8>) -> String? {
    let fields = line.split(
      separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
    guard fields.count > 3, fields[2].isDigitsOnly,
      Int(String(decoding: fields[2], as: UTF8.self)) == uid
    else { return nil }
    return accountName(String(decoding: fields[0], as: UTF8.self))
  }

  /// The name of the group with that number; nil when `/etc/group` has none.
  static func group(_ gid: Int) -> String? { name(of: gid, in: "/etc/group") }

  /// `text` when it may be the name of an account: nothing else can be put in its place.
  package static func accountName(_ text: String) -> String? {
    let isName =
      !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { $0.isNameByte || "-.@+$".utf8.contains($0) || $0 >= 0x80 }
    return isName ? Untrusted.visible(text) : nil
  }
}
