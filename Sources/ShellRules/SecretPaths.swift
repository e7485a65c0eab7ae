internal import Base

/// Names that keys, tokens and passwords are kept under. To read one is no act that changes
/// anything, but what is read ends in a prompt.
enum SecretPaths {
  /// Names of files and folders, case folded.
  private static let names: Set<String> = [
    ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".netrc", "_netrc", ".npmrc", ".pypirc",
    ".pgpass", ".my.cnf", ".git-credentials", ".env", ".envrc", ".vault-token", ".htpasswd",
    ".password-store", ".secrets", "shadow", "gshadow", "environ", "credentials", "secrets",
    "keyrings", "hosts.yml", "auth.json", "token.json", "tokens.json", ".m2", ".gradle",
    "rclone.conf", ".wgetrc", ".curlrc", ".bashrc", ".bash_profile", ".profile", ".zshrc",
    ".zshenv",
    ".zprofile", ".terraformrc", ".boto", ".s3cfg", ".mozilla", ".terraform.d", "accesstokens.json",
    "logins.json", "key4.db", "master.key",
  ]
  private static let prefixes = [
    ".env.", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "secret.", "secrets.", "credentials.",
    ".credentials",
  ]
  private static let suffixes = [
    ".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".env", ".tfstate",
    ".tfvars", "_rsa", "_dsa", "_ecdsa", "_ed25519", "_history",
  ]
  /// Parts of a repository that keep the addresses of other machines, passwords in them included.
  private static let repositoryFiles = [".git/config", ".git/fetch_head", ".git/logs"]
  /// One of each sort, for patterns to be held against.
  private static let samples = [
    ".env", ".env.local", ".ssh", ".aws", ".netrc", ".git-credentials", "id_rsa", "id_ed25519",
    "server.pem", "server.key", "secrets.env", "credentials", "shadow", "environ", ".psql_history",
    "deploy_rsa", ".credentials.json", "terraform.tfstate",
  ]
  /// All else that is a device has no end, is a disk, a terminal or a file that somebody holds open.
  private static let harmlessDevices: Set<String> = ["null", "stdin", "fd/0"]

  /// The part of `word` that names a secret, or may once the shell has filled in a pattern.
  static func secret(in word: ShellWord) -> String? {
    let text = word.text.lowercased()
    for path in text.splitBytes(":=,@ ") {
      if let reason = systemFile(path, hasGlob: word.hasGlob) { return reason }
    }
    // `--file=x`, `HEAD:x`, `@x` and `-fx` name the file x.
    let parts = text.splitBytes("/:=,@ ")
    for part in parts {
      if names(in: part).contains(where: { isSecret($0) || (word.hasGlob && mayMatchSecret($0)) }) {
        return Untrusted.word(part)
      }
    }
    return repositoryFiles.first(where: text.containsBytes)
  }

  /// A word, or what may stand behind the letters of a cluster of short options.
  private static func names(in part: String) -> [String] {
    guard part.looksLikeOption, !part.startsWithBytes("--") else { return [part] }
    let letters = Array(part.unicodeScalars)
    return (1..<min(letters.count, 12)).map {
      String(String.UnicodeScalarView(letters[$0...]))
    }
  }

  private static func isSecret(_ name: String) -> Bool {
    names.contains(name) || prefixes.contains { name.startsWithBytes($0) }
      || suffixes.contains { name.endsWithBytes($0) }
  }

  /// What of the system's own folders of files is no plain reading.
  private static func systemFile(_ path: String, hasGlob: Bool) -> String? {
    let parts = path.splitBytes("/").filter { $0 != "." }
    guard path.startsWithBytes("/") else { return systemFile(below: parts, hasGlob: hasGlob) }
    switch parts.first {
    case "dev":
      let name = parts.dropFirst().joined(separator: "/")
      return harmlessDevices.contains(name) ? nil : "a device"
    case "proc": return isPlain(Array(parts.dropFirst())) && !hasGlob ? nil : "a part of /proc"
    // Up and down again, or a pattern for the folder's name.
    default: return parts.contains("..") || mayMatchSystem(parts.first) ? "an unclear path" : nil
    }
  }

  /// The same of a path that begins where the command runs, which may be `/`, or goes up from there.
  private static func systemFile(below parts: [String], hasGlob: Bool) -> String? {
    if let up = parts.lastIndex(of: ".."), mayMatchSystem(parts.dropFirst(up + 1).first) {
      return "an unclear path"
    }
    guard parts.count > 1, parts[0] == "proc" else { return nil }
    return isPlain(Array(parts.dropFirst())) && !hasGlob ? nil : "a part of /proc"
  }

  private static func mayMatchSystem(_ folder: String?) -> Bool {
    guard let folder else { return false }
    return ["dev", "proc"].contains { Glob.matches(Array(folder.utf8), Array($0.utf8)) }
  }

  /// Counts and states, as opposed to memory, environments and what processes hold open.
  private static func isPlain(_ parts: [String]) -> Bool {
    guard let first = parts.first else { return false }
    if parts.count == 1 || (first == "net" && parts.count == 2) {
      return [
        "cpuinfo", "meminfo", "loadavg", "uptime", "version", "stat", "mounts", "diskstats",
        "partitions", "filesystems", "swaps", "vmstat", "interrupts", "softirqs", "net",
      ]
      .contains(first)
    }
    let isProcess = first == "self" || first.utf8.allSatisfy(\.isDigit)
    return isProcess && parts.count == 2
      && ["status", "stat", "statm", "comm", "limits", "io", "cgroup", "wchan"].contains(parts[1])
  }

  private static func mayMatchSecret(_ pattern: String) -> Bool {
    guard pattern.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return false }
    // `*.json` is a plain thing to say; `host*` and `.npmr?` are not, unless one means these.
    let isBroad = pattern.startsWithBytes("*")
    return (isBroad ? samples : samples + names).contains { sample in
      // A pattern takes in a hidden file only when it starts with the dot itself.
      (!sample.startsWithBytes(".") || pattern.startsWithBytes("."))
        && Glob.matches(Array(pattern.utf8), Array(sample.utf8))
    }
  }
}

/// Shell patterns, read generously: a bracket matches any one character.
enum Glob {
  static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var at = 0
    var index = 0
    var retry: (at: Int, index: Int)?
    while index < text.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        retry = (at + 1, index)
        at += 1
      } else if let next = step(pattern, at: at, over: text[index]) {
        at = next
        index += 1
      } else if let before = retry {
        retry = (before.at, before.index + 1)
        at = before.at
        index = before.index + 1
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// The index behind the part of the pattern that takes one byte, nil when it does not take it.
  private static func step(_ pattern: [UInt8], at: Int, over byte: UInt8) -> Int? {
    guard at < pattern.count else { return nil }
    if pattern[at] == UInt8(ascii: "["),
      let end = pattern[at...].firstIndex(of: UInt8(ascii: "]"))
    {
      return end + 1
    }
    return pattern[at] == UInt8(ascii: "?") || pattern[at] == byte ? at + 1 : nil
  }
}
