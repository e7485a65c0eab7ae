internal import ShellRules

/// What the lint knows of programs that scripts call.
enum KnownProgram {
  struct Use: Equatable {
    let program: String
    /// With what makes it talk, as in `git fetch`.
    let shown: String
    let talks: Bool
    /// Both nil where there is only a command.
    private(set) var line, column: Int?

    func at(line: Int, column: Int) -> Use {
      var placed = self
      (placed.line, placed.column) = (line, column)
      return placed
    }
  }

  /// They talk to other machines, whatever they are asked.
  private static let networked: Set<String> = [
    "aria2c", "aws", "az", "curl", "dig", "doctl", "flyctl", "ftp", "gcloud", "gh", "glab",
    "gsutil",
    "helm", "heroku", "host", "http", "https", "jira", "kubectl", "lftp", "mosquitto_sub", "mtr",
    "nc", "ncat", "nslookup", "oc", "ping", "rclone", "scp", "sftp", "ssh", "telnet", "terraform",
    "traceroute", "wget", "whois", "xh",
  ]
  /// They do so when they are given a host.
  private static let clients: Set<String> = [
    "mongosh", "mysql", "pg_isready", "psql", "redis-cli", "rsync", "snmpget",
  ]
  /// They are not there on every system.
  private static let others: Set<String> = [
    "bc", "cargo", "docker", "git", "gojq", "java", "journalctl", "jq", "lua", "node", "npm",
    "nvidia-smi", "openssl", "perl", "php", "pip", "podman", "python", "python3", "ruby",
    "smartctl",
    "sqlite3", "systemctl", "tmux", "xmllint", "yq", "zpool",
  ]
  private static let gitVerbs: Set<String> = ["clone", "fetch", "ls-remote", "pull", "push"]
  private static let wrappers: Set<String> = [
    "builtin", "command", "env", "exec", "nice", "nohup", "setsid", "stdbuf", "sudo", "time",
    "timeout", "xargs",
  ]

  /// The well-known program that a command runs; nil for any other.
  static func use(in words: [String]) -> Use? {
    let words = unwrapped(words)
    guard let first = words.first else { return nil }
    let program = name(first)
    let rest = words.dropFirst()
    if program == "git", let verb = gitVerb(rest) {
      return Use(program: program, shown: "git \(verb)", talks: true)
    }
    let talks =
      networked.contains(program) || (clients.contains(program) && rest.contains(where: namesHost))
      || (program == "openssl" && rest.first == "s_client")
    guard talks || clients.contains(program) || others.contains(program) else { return nil }
    return Use(program: program, shown: program, talks: talks)
  }

  /// The line that a command hands to a shell, as in `sh -c LINE`.
  static func line(in words: [String]) -> String? {
    let words = unwrapped(words)
    guard let first = words.first, ["sh", "bash", "dash", "ash", "zsh"].contains(name(first)),
      let flag = words.dropFirst().firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") })
    else { return nil }
    return words[(flag + 1)...].first
  }

  private static func name(_ word: String) -> String {
    word.split(separator: "/").last.map(String.init) ?? word
  }

  private static func namesHost(_ word: String) -> Bool {
    word.hasPrefix("-h") || word.hasPrefix("--host") || word.contains("://")
      || (word.contains(":") && !word.hasPrefix("/"))
  }

  /// The words without the programs that only run another.
  private static func unwrapped(_ words: [String]) -> [String] {
    var words = words[...]
    while let first = words.first, wrappers.contains(name(first)) {
      // This only asks whether the program exists.
      if first == "command", ["-v", "-V"].contains(words.dropFirst().first) { return [] }
      words = words.dropFirst().drop { word in
        word.hasPrefix("-") || word.contains("=") || word.first?.isNumber == true
      }
    }
    return Array(words)
  }

  private static func gitVerb(_ rest: ArraySlice<String>) -> String? {
    var rest = rest
    while let option = rest.first, option.hasPrefix("-") {
      // These two are followed by a value.
      rest = rest.dropFirst(option == "-C" || option == "-c" ? 2 : 1)
    }
    guard let verb = rest.first else { return nil }
    if gitVerbs.contains(verb) { return verb }
    let second = rest.dropFirst().first
    let isRemote = verb == "remote" && ["update", "show"].contains(second)
    let isSubmodule = verb == "submodule" && second == "update"
    return isRemote || isSubmodule ? "\(verb) \(second ?? "")" : nil
  }
}
