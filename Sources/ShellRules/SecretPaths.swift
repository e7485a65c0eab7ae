internal import Base

/// Names that keys, tokens and passwords are kept under. To read one is no act that changes
/// anything, but what is read ends in a prompt.
enum SecretPaths {
  /// Names of files and folders, case folded.
  private static let names: Set<String> = [
    ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".netrc", "_netrc", ".npmrc", ".pypirc",
    ".pgpass", ".my.cnf", ".git-credentials", ".env", ".envrc", ".vault-token", ".htpasswd",
    ".password-store", ".secrets", ".bash_history", ".zsh_history", "shadow", "gshadow", "environ",
    "credentials", "secrets", "keyrings", "hosts.yml", "auth.json", "token.json", "tokens.json",
  ]
  private static let prefixes = [
    ".env.", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "secret.", "secrets.", "credentials.",
    ".credentials",
  ]
  private static let suffixes = [
    ".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".env", ".tfstate",
    ".tfvars",
  ]
  /// One of each sort, for patterns to be held against.
  private static let samples = [
    ".env", ".env.local", ".ssh", ".aws", ".netrc", ".git-credentials", "id_rsa", "id_ed25519",
    "server.pem", "server.key", "secrets.env", "credentials", "shadow", "environ",
  ]
  private static let harmlessDevices: Set<String> = [
    "null", "zero", "random", "urandom", "stdin", "stdout", "stderr", "tty",
  ]

  /// The part of `word` that names a secret, or may once the shell has filled in a pattern.
  static func secret(in word: ShellWord) -> String? {
    let text = word.text.lowercased()
    if let device = device(text) { return device }
    // `--file=x`, `HEAD:x` and `-fx` name the file x.
    let parts = text.splitBytes("/:=, ")
    for part in parts {
      let isShortOption = part.looksLikeOption && !part.startsWithBytes("--")
      let name = isShortOption ? String(part.unicodeScalars.dropFirst(2)) : part
      if isSecret(name) || (word.hasGlob && mayMatchSecret(name)) {
        return Untrusted.word(part)
      }
    }
    if text.startsWithBytes("/proc/"), text.endsWithBytes("/mem") { return "/proc/…/mem" }
    return nil
  }

  private static func isSecret(_ name: String) -> Bool {
    names.contains(name) || prefixes.contains { name.startsWithBytes($0) }
      || suffixes.contains { name.endsWithBytes($0) }
  }

  private static func device(_ text: String) -> String? {
    guard text.startsWithBytes("/dev/") else { return nil }
    let name = text.dropFirst(5)
    let isHarmless = harmlessDevices.contains(String(name)) || name.startsWithBytes("fd/")
    return isHarmless ? nil : "a device"
  }

  private static func mayMatchSecret(_ pattern: String) -> Bool {
    guard pattern.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return false }
    return samples.contains { sample in
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
