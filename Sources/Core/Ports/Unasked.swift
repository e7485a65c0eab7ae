package import Base
internal import ShellRules

/// How a command runs that no human said yes to: with little to see, little to take, and not for long.
/// It is no box: it may still read and write what the user may.
package enum Unasked {
  package static let deadline = Duration.seconds(120)
  /// In KiB, of the address space of each process. git and gh work with it; half of it is too little.
  private static let memory = 2 << 20

  /// Beside `LC_*`.
  private static let kept: Set<String> = [
    "HOME", "LANG", "LANGUAGE", "LOGNAME", "TERM", "TMPDIR", "TZ", "USER", Marks.run,
    Marks.dataDirectory, Marks.binary, Marks.config,
  ]

  /// `base` without the tokens that may be in it.
  package static func environment(of base: [String: String]) -> [String: String] {
    var environment = base.filter { kept.contains($0.key) || $0.key.hasPrefix("LC_") }
    environment["PATH"] = path(base["PATH"])
    return environment.merging(git) { $1 }
  }

  /// The same program behind limits that it cannot lift.
  package static func limited(_ arguments: [String]) -> [String] {
    // A lower limit that holds already stays, and some systems know none of memory.
    let limits = "umask 077; ulimit -c 0; command ulimit -v \(memory) 2>/dev/null; exec \"$@\""
    return Command.shell(limits) + ["sh"] + arguments
  }

  package static func confined(_ command: Command) -> Command {
    var confined = command
    confined.environment = environment(of: command.environment)
    confined.arguments = limited(command.arguments)
    confined.deadline = min(command.deadline, deadline)
    return confined
  }

  /// For a line that may have needed no yes and runs as it stands otherwise: a repository names no
  /// programs for it.
  static func hardened(
    _ environment: [String: String], running line: String
  ) -> [String: String] {
    guard case .allow = Policy.builtIn.rule(shell: line) else { return environment }
    return environment.merging(git) { $1 }
  }

  /// Without the folders that depend on where one is: a name must not start a program of that folder.
  private static func path(_ path: String?) -> String {
    let folders = (path ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    return folders.isEmpty ? "/usr/local/bin:/usr/bin:/bin" : folders.joined(separator: ":")
  }

  // MARK: git

  /// A repository's own settings can name programs. These go before them; those that `git diff` runs
  /// have no setting that switches them off.
  private static let settings: [(name: String, value: String)] = [
    ("core.fsmonitor", "false"), ("core.hooksPath", "/dev/null"),
    // A folder of a clone may look like a repository of its own.
    ("safe.bareRepository", "explicit"), ("core.pager", "cat"), ("core.askPass", ""),
    ("core.sshCommand", "false"), ("credential.helper", ""), ("gpg.program", "false"),
    ("gpg.ssh.program", "false"), ("gpg.x509.program", "false"), ("log.showSignature", "false"),
    ("protocol.ext.allow", "never"),
  ]

  private static let git: [String: String] = {
    var variables = [
      "GIT_CONFIG_COUNT": String(settings.count), "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat",
      "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "false", "GIT_SSH_COMMAND": "false",
      // Missing objects are not fetched.
      "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none",
    ]
    for (index, setting) in settings.enumerated() {
      variables["GIT_CONFIG_KEY_\(index)"] = setting.name
      variables["GIT_CONFIG_VALUE_\(index)"] = setting.value
    }
    return variables
  }()
}
