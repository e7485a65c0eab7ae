internal import Base

/// The built-in list of what is refused for good.
enum CatastrophicCommands {
  static let downloaders: Set<String> = ["curl", "wget", "fetch", "aria2c", "http", "https"]

  private static let otherUsers: Set<String> = [
    "sudo", "sudoedit", "doas", "su", "pkexec", "runuser", "run0",
  ]
  private static let powerOff: Set<String> = ["shutdown", "reboot", "halt", "poweroff"]
  private static let powerUnits: Set<String> = [
    "poweroff", "reboot", "halt", "kexec", "rescue", "emergency",
  ]
  private static let diskErasers: Set<String> = ["wipefs", "blkdiscard", "mkswap"]

  /// What running `name` with these arguments would do; nil when it is not on the list.
  static func danger(_ name: String, _ arguments: [ShellWord]) -> String? {
    let texts = arguments.map(\.text)
    if otherUsers.contains(name) { return "\(name) is never run: it takes another user's rights" }
    if powerOff.contains(name) { return "\(name) is never run: it stops the machine" }
    if name == "mkfs" || name.startsWithBytes("mkfs.") || diskErasers.contains(name) {
      return "\(name) is never run: it erases a disk"
    }
    switch name {
    case "init", "telinit":
      let isStop = texts.contains { $0 == "0" || $0 == "6" }
      return isStop ? "\(name) is never run: it stops the machine" : nil
    case "systemctl", "loginctl":
      let isStop = texts.contains(where: powerUnits.contains)
      return isStop ? "\(name) never stops the machine" : nil
    case "dd":
      return texts.filter { $0.startsWithBytes("of=/dev/") }
        .map { String($0.unicodeScalars.dropFirst(3)) }.first { !isHarmlessDevice($0) }
        .map { "a device is never written to (\(Untrusted.word($0)))" }
    case "tee", "cp", "mv", "shred", "install":
      return texts.first(where: SystemPaths.isDisk)
        .map { "a disk is never written to (\(Untrusted.word($0)))" }
    case "rm":
      guard isRecursive(texts) else { return nil }
      return arguments.first { SystemPaths.isSystem($0) || SystemPaths.isHome($0) }
        .map { "all of \(Untrusted.word($0.text)) is never deleted" }
    case "chmod", "chown", "chgrp":
      guard isRecursive(texts) else { return nil }
      return arguments.first(where: SystemPaths.isSystem)
        .map { "all of \(Untrusted.word($0.text)) never changes its owner or mode" }
    case "find": return findDanger(arguments)
    default: return nil
    }
  }

  static func isRecursive(_ arguments: [String]) -> Bool {
    arguments.contains { word in
      guard word.looksLikeOption else { return false }
      if word.startsWithBytes("--") {
        return word.utf8.count > 2 && "--recursive".startsWithBytes(word)
      }
      return word.utf8.contains(UInt8(ascii: "r")) || word.utf8.contains(UInt8(ascii: "R"))
    }
  }

  /// `find / -delete`, with nothing that says what to find.
  private static func findDanger(_ arguments: [ShellWord]) -> String? {
    let texts = arguments.map(\.text)
    let deletes =
      texts.contains("-delete")
      || CommandWrappers.found([ShellWord("find")] + arguments).contains {
        CommandWrappers.innermost($0).first.map(CommandWrappers.name) == "rm"
      }
    let selects = texts.contains { word in
      [
        "-name", "-iname", "-path", "-regex", "-newer", "-mtime", "-mmin", "-size", "-empty",
        "-user",
      ]
      .contains(word)
    }
    guard deletes, !selects else { return nil }
    return arguments.first { SystemPaths.isSystem($0) || SystemPaths.isHome($0) }
      .map { "all of \(Untrusted.word($0.text)) is never deleted" }
  }

  private static func isHarmlessDevice(_ path: String) -> Bool {
    ["/dev/null", "/dev/zero", "/dev/full", "/dev/stdout", "/dev/stderr", "/dev/tty"]
      .contains(path) || path.startsWithBytes("/dev/fd/") || path.startsWithBytes("/dev/shm/")
  }
}
