internal import Base
internal import CSys
internal import Core

/// Where the config is: what `$LOOOP_CONFIG` names, else the file in the data dir, where looop 1.0 kept
/// it, else the user's own below `~/.config`.
enum ConfigPlace {
  static func file(
    _ said: String?, in directory: DataDirectory, users: () throws(LooopError) -> String
  ) throws(LooopError) -> String {
    if let said { return said }
    // A link that leads nowhere is an error of whoever reads the config.
    do throws(LooopError) {
      if try FileFacts.hasEntry(directory.config) { return directory.config }
    } catch {
      // Of a data dir that this user may not enter the verb says more.
      if access(directory.path, X_OK) == 0 { throw error }
    }
    return try users()
  }

  /// Says which config is read where that is not plain: nil when only the usual one is there.
  static func note(read: String, users: String?, in directory: DataDirectory) -> String? {
    let others = [directory.config, users].compactMap(\.self).filter {
      // What cannot be looked at may be there, and is not read either.
      $0 != read && (try? FileFacts.hasEntry($0)) != false
    }
    guard read == directory.config || others.contains(directory.config) else { return nil }
    let verb = others.count > 1 ? "are" : "is"
    let unread = others.isEmpty ? "" : "; \(others.joined(separator: " and ")) \(verb) not read"
    return "the config is \(read)\(unread)"
  }
}
