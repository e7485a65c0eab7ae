internal import CSys

/// Which accounts there are beside this user's, as the files of the system say. Accounts of a directory
/// service are not in them.
enum Accounts {
  /// Stands for accounts that a user name space does not know: the default, which few machines change.
  static let overflow = 65_534

  /// Whether `uid` is an account of its own in this name space.
  static func isKnown(_ uid: Int) -> Bool {
    var map = ""
    try? AtomicFile.readLines("/proc/self/uid_map", longest: 200, following: true) {
      map += String(decoding: $0, as: UTF8.self) + "\n"
    }
    return isKnown(uid, map: map)
  }

  /// `inside outside count`, one range a line. Without any there is no name space.
  static func isKnown(_ uid: Int, map: String) -> Bool {
    let ranges = map.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
      .filter { $0.count == 3 }
    return ranges.isEmpty || ranges.contains { uid >= $0[0] && uid - $0[0] < $0[2] }
  }

  /// Whether a group is this user's alone: the one that accounts get of their own. Where the files do
  /// not have it, it is so by its number; where they cannot be read, it is not.
  static func isPrivate(
    _ group: Int, of user: Int, accounts: String = AccountFile.path,
    groups: String = AccountFile.groups
  ) -> Bool {
    var primary = Int(getegid())
    var names: Set<String> = ["root"]
    var isShared = false
    var isListed = false
    do throws(LooopError) {
      try AccountFile.read(accounts) { account in
        guard let gid = account.rest.first.flatMap({ Int($0) }) else { return }
        if account.number == user {
          primary = gid
          names.insert(account.name)
        } else if account.number != 0, gid == group {
          isShared = true
        }
      }
      guard group == primary, !isShared else { return false }
      try AccountFile.read(groups) { line in
        guard line.number == group else { return }
        isListed = true
        let members = line.rest[0].split(separator: ",").map(String.init)
        if !names.isSuperset(of: members) { isShared = true }
      }
    } catch { return false }
    return !isShared && (isListed || group == user)
  }
}
