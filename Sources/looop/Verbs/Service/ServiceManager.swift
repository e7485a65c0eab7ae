internal import Base
internal import CSys
internal import Core

/// systemd or launchd, as far as one service of a user goes: its file, and what is asked of its program.
struct ServiceManager {
  let kind: ServiceKind
  let name: String
  /// The unit's file.
  let file: String
  private let environment: [String: String]
  private let children: ChildGroup

  init(_ kind: ServiceKind, name: String, _ wiring: Wiring) throws(LooopError) {
    self.kind = kind
    self.name = name
    environment = Marks.unmarked(wiring.environment)
    file = try Self.file(kind, name: name, environment)
    children = ChildGroup(poller: Poller(stop: try StopSignal()), sweepsOrphans: false)
  }

  private static func file(
    _ kind: ServiceKind, name: String, _ environment: [String: String]
  ) throws(LooopError) -> String {
    if kind == .systemd, let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
      return "\(base)/systemd/user/\(name).service"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else {
      throw LooopError(
        .config, code: "E_NO_HOME", "HOME is not set, so there is no place for the unit's file.",
        hint: "Set HOME to your home folder.")
    }
    return kind == .systemd
      ? "\(home)/.config/systemd/user/\(name).service"
      : "\(home)/Library/LaunchAgents/\(name).plist"
  }

  /// Nil when there is none.
  func text() throws(LooopError) -> String? { try AtomicFile.readText(file) }

  /// Whether its program is on PATH.
  var isThere: Bool { Executable.find(kind.program, path: environment["PATH"]) != nil }

  // MARK: What is typed

  var starting: [[String]] {
    kind == .systemd
      ? [["--user", "daemon-reload"], ["--user", "enable", "--now", unit]]
      : [["bootstrap", domain, file]]
  }

  /// The next login starts it.
  var enabling: [[String]] {
    kind == .systemd ? [["--user", "daemon-reload"], ["--user", "enable", unit]] : []
  }

  var stopping: [[String]] {
    kind == .systemd
      ? [["--user", "disable", "--now", unit]] : [["bootout", "\(domain)/\(name)"]]
  }

  /// After its file is gone.
  var forgetting: [[String]] { kind == .systemd ? [["--user", "daemon-reload"]] : [] }

  var restart: String {
    kind == .systemd
      ? "systemctl --user restart \(unit)" : "launchctl kickstart -k \(domain)/\(name)"
  }

  /// `lines` as a person types them.
  func typed(_ lines: [[String]]) -> String {
    lines.map { ([kind.program] + $0).map(ShellQuote.word).joined(separator: " ") }
      .joined(separator: " && ")
  }

  private var unit: String { "\(name).service" }
  private var domain: String { "gui/\(getuid())" }

  // MARK: Asking

  /// Runs one line after the other. Throws with the manager's words for the first that fails.
  func run(_ lines: [[String]]) throws(LooopError) {
    for words in lines {
      let result = run(words)
      guard result.status.isSuccess else {
        let said = Untrusted.oneLine(String(decoding: result.output.prefix(400), as: UTF8.self))
        throw LooopError(
          .failed, code: "E_SERVICE",
          "`\(typed([words]))` \(result.status.text)\(said.isEmpty ? "." : ": \(said)")",
          hint: "The file \(Untrusted.oneLine(file)) is as it should be. Once that works:"
            + " \(typed(lines))")
      }
    }
  }

  var enabled: String? {
    kind == .systemd ? word(["--user", "is-enabled", unit]) : nil
  }

  var active: String? {
    guard kind == .launchd else { return word(["--user", "is-active", unit]) }
    guard isThere else { return nil }
    return run(["print", "\(domain)/\(name)"]).status.isSuccess ? "loaded" : "not loaded"
  }

  /// The one word that it answers with, whatever its exit code says; nil for anything else.
  private func word(_ words: [String]) -> String? {
    guard isThere else { return nil }
    let text = String(decoding: run(words).output.prefix(200), as: UTF8.self)
    let line = text.split(separator: "\n").first.map(String.init) ?? ""
    return Identifier(valid: line)?.text
  }

  private func run(_ words: [String]) -> CommandResult {
    children.run(
      Command(
        arguments: [kind.program] + words, environment: environment, capture: .tail(4_096),
        mergesStandardError: true, deadline: .seconds(30)))
  }
}
