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
    "logins.json", "key4.db", "master.key", ".oci", ".databrickscfg", "kubeconfig",
    "wireguard", "system-connections", "keychains",
  ]
  private static let prefixes = [
    ".env.", ".env-", ".env_", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "secret.", "secrets.",
    "credentials.",
    ".credentials",
  ]
  private static let suffixes = [
    ".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".env", ".tfstate",
    ".tfvars", "_rsa", "_dsa", "_ecdsa", "_ed25519", "_history",
  ]
  /// What files of data are called that hold nothing else: `client_secret_12.json`.
  private static let words = [
    "credential", "client_secret", "client-secret", "service-account", "service_account",
    "serviceaccount", "secret_key", "secret-key", "private_key", "private-key", "api_key",
    "api-key", "apikey", "access_token", "access-token", "auth_token", "auth-token",
  ]
  private static let dataEndings = [
    ".json", ".toml", ".ini", ".conf", ".cfg", ".txt", ".csv", ".db", ".properties",
  ]
  /// Parts of a repository that keep the addresses of other machines, passwords in them included.
  private static let repositoryFiles = ["config", "config.worktree", "fetch_head", "logs"]
  /// One of each sort, for patterns to be held against.
  private static let samples = [
    ".env", ".env.local", ".ssh", ".aws", ".netrc", ".git-credentials", "id_rsa", "id_ed25519",
    "server.pem", "server.key", "secrets.env", "credentials", "shadow", "environ", ".psql_history",
    "deploy_rsa", ".credentials.json", "terraform.tfstate",
  ]
  /// All else that is a device has no end, is a disk, a terminal or a file that somebody holds open.
  private static let harmlessDevices: Set<String> = ["null", "stdin", "fd/0"]

  /// The part of `word` that names a secret, or may once the shell has filled in a pattern, in any of
  /// the folders the line may be in.
  static func secret(in word: ShellWord, from places: Places) -> String? {
    find(in: word, from: places, isFolder: false)
  }

  /// The same of a folder that a line goes into. What it reads there is looked at when it does.
  static func secret(inFolder word: ShellWord, from places: Places) -> String? {
    find(in: word, from: places, isFolder: true)
  }

  private static func find(in word: ShellWord, from places: Places, isFolder: Bool) -> String? {
    var text = word.text
    if word.hasGlob {
      guard let plain = Glob.withoutBrackets(text) else { return Untrusted.word(text) }
      text = plain
    }
    // `--file=x`, `HEAD:x`, `@x` and `-fx` name the file x.
    for piece in text.splitBytes(":=,@ ") {
      if let reason = unclear(piece, hasGlob: word.hasGlob) { return reason }
      for path in places.paths(optionValue(piece)) {
        let path = PlainPath(path)
        if let reason = systemFile(path, hasGlob: word.hasGlob) ?? repositoryFile(path) {
          return reason
        }
        if !isFolder, places.isSetting(path) { return "the settings of a program" }
      }
    }
    return text.lowercased().splitBytes("/:=,@ ").first { part in
      names(in: part).contains { isSecret($0) || (word.hasGlob && mayMatchSecret($0)) }
    }.map { Untrusted.word($0) }
  }

  /// What is a doubt wherever the line is, since a folder may be a link.
  private static func unclear(_ piece: String, hasGlob: Bool) -> String? {
    let parts = piece.lowercased().splitBytes("/").filter { $0 != "." }
    if piece.startsWithBytes("/") { return parts.contains("..") ? "an unclear path" : nil }
    guard parts.count > 1, parts[0] == "proc" else { return nil }
    return isPlain(Array(parts.dropFirst())) && !hasGlob ? nil : "a part of /proc"
  }

  /// What stands behind the letter of a short option, else the word itself.
  private static func optionValue(_ piece: String) -> String {
    guard piece.looksLikeOption, !piece.startsWithBytes("--"), piece.utf8.count > 2 else {
      return piece
    }
    return String(decoding: piece.utf8.dropFirst(2), as: UTF8.self)
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
      || (dataEndings.contains { name.endsWithBytes($0) }
        && words.contains(where: name.containsBytes))
  }

  /// What of the system's own folders of files is no plain reading.
  private static func systemFile(_ path: PlainPath, hasGlob: Bool) -> String? {
    if path.climbsIntoSystem { return "an unclear path" }
    guard path.root == .system else { return nil }
    let parts = path.parts
    switch parts.first {
    case "dev":
      let name = parts.dropFirst().joined(separator: "/")
      return harmlessDevices.contains(name) ? nil : "a device"
    case "proc": return isPlain(Array(parts.dropFirst())) && !hasGlob ? nil : "a part of /proc"
    // A pattern for the folder's name.
    default: return PlainPath.mayBeSystem(parts.first) ? "an unclear path" : nil
    }
  }

  private static func repositoryFile(_ path: PlainPath) -> String? {
    guard
      let git = path.parts.firstIndex(where: { $0.endsWithBytes(".git") || Glob.mayBe($0, ".git") })
    else { return nil }
    let inside = path.parts[(git + 1)...]
    return repositoryFiles.first { file in inside.contains { Glob.mayBe($0, file) } }
      .map { ".git/\($0)" }
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
    guard Glob.isPattern(pattern) else { return false }
    // `*.json` is a plain thing to say; `host*` and `.npmr?` are not, unless one means these.
    let isBroad = pattern.startsWithBytes("*")
    return (isBroad ? samples : samples + names).contains { Glob.mayBe(pattern, $0) }
  }
}
