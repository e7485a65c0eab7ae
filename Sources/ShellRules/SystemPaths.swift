/// The folders whose loss is the loss of a machine or of a person's files.
enum SystemPaths {
  private static let topLevel: Set<String> = [
    "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "opt", "proc", "root", "run",
    "sbin", "srv", "sys", "usr", "var", "mnt", "media", "Applications", "Library", "System",
    "Users", "Volumes", "private",
  ]

  /// `/`, a top-level folder of the system, or all that is in one of them.
  static func isSystem(_ word: ShellWord) -> Bool {
    guard let parts = absoluteParts(word) else { return false }
    return parts.isEmpty || (parts.count == 1 && topLevel.contains(parts[0]))
  }

  /// A whole home, or all that is in it.
  static func isHome(_ word: ShellWord) -> Bool {
    let parts = normalised(word.text.splitBytes("/"), word)
    if parts.count == 1, word.hasTilde, parts[0].startsWithBytes("~") { return true }
    if parts.count == 1, word.hasVariable, parts[0] == "$HOME" { return true }
    guard let absolute = absoluteParts(word), absolute.count == 2 else { return false }
    return absolute[0] == "home" || absolute[0] == "Users"
  }

  /// `*`, `.`, `./*`: all that is in the folder one is in.
  static func isEverythingHere(_ word: ShellWord) -> Bool {
    !word.text.isEmpty && !word.text.startsWithBytes("/")
      && normalised(word.text.splitBytes("/"), word).isEmpty
  }

  /// A disk, as opposed to devices that only take bytes away.
  static func isDisk(_ path: String) -> Bool {
    guard path.startsWithBytes("/dev/") else { return false }
    let name = path.utf8.dropFirst(5)
    return [
      "sd", "hd", "vd", "xvd", "nvme", "mmcblk", "disk", "rdisk", "dm-", "mapper/", "md", "loop",
    ]
    .contains { name.starts(with: $0.utf8) }
  }

  private static func absoluteParts(_ word: ShellWord) -> [String]? {
    word.text.startsWithBytes("/") ? normalised(word.text.splitBytes("/"), word) : nil
  }

  /// Without `.`, with `..` gone up, and without a last part that is a pattern for anything.
  private static func normalised(_ parts: [String], _ word: ShellWord) -> [String] {
    var result: [String] = []
    for part in parts where part != "." {
      if part == ".." {
        if !result.isEmpty { result.removeLast() }
      } else {
        result.append(part)
      }
    }
    while word.hasGlob, let last = result.last,
      last.utf8.allSatisfy({ "*?.[]!^".utf8.contains($0) })
    { result.removeLast() }
    return result
  }
}
