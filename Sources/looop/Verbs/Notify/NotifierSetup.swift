internal import Base
internal import Core
internal import Sensors

/// One notifier as it runs: its name, what it runs and what that is given.
struct NotifierSetup {
  let name: Identifier
  var preset: NotifierPreset
  /// The command of `--exec`; nil for a preset.
  let command: String?
  /// What a preset is given beside the environment.
  let secrets: [String: String]

  /// `--exec`: what it prints may answer, but never approve.
  init(_ name: Identifier, command: String) {
    self.name = name
    self.command = command
    preset = NotifierPreset(name: name.text)
    preset.isTwoWay = true
    preset.mostText = 64 << 10
    secrets = [:]
  }

  /// Throws what it lacks.
  init(_ wiring: Wiring, preset text: String) throws(LooopError) {
    preset = try wiring.notifiers.preset(named: text)
    name = try NotifierName.checked(preset.name)
    command = nil
    secrets = try wiring.sensors.secrets(of: preset)
    if let needed = preset.repliesNeed, secrets[needed] == nil {
      (preset.isTwoWay, preset.mayApprove, preset.listener) = (false, false, nil)
    }
    for program in preset.commands where wiring.program(program) == nil {
      throw LooopError(
        .config, code: "E_NOTIFIER",
        "The notifier \(name) needs the program \(Untrusted.word(program)), which is not on PATH.",
        hint: "Install it.")
    }
  }

  func frame(_ wiring: Wiring) -> NotifyMessage.Frame {
    NotifyMessage.Frame(
      notifier: name.text, dataDirectory: wiring.directory.path, mostText: preset.mostText,
      isTwoWay: preset.isTwoWay, mayApprove: preset.mayApprove)
  }

  /// What is run is marked as the notifier's: it may not answer by itself, and `down` finds it.
  func environment(_ wiring: Wiring) -> [String: String] {
    var environment = wiring.loop.store.childEnvironment.merging(secrets) { $1 }
    environment[Marks.notify] = name.text
    return environment
  }

  /// Writes a preset's scripts where they are run from.
  func place(in folder: NotifierFolder) throws(LooopError) {
    guard command == nil else { return }
    try AtomicFile.replace(folder.script, preset.script, durable: false)
    if let listener = preset.listener {
      try AtomicFile.replace(folder.listener, listener, durable: false)
    }
  }

  func sending(_ message: String, in folder: NotifierFolder, _ wiring: Wiring) -> Command {
    Command(
      arguments: command.map(Command.shell) ?? ["/bin/sh", folder.script],
      environment: environment(wiring),
      workingDirectory: command == nil ? wiring.directory.path : wiring.workingDirectory,
      input: .file(message), capture: .streamed(limit: Self.mostOutput), deadline: preset.timeout)
  }

  /// Nil for one whose replies come from the sending command, or not at all.
  func listening(
    from cursor: String, in folder: NotifierFolder, _ wiring: Wiring
  ) -> Command? {
    guard preset.isTwoWay, preset.listener != nil else { return nil }
    var environment = environment(wiring)
    environment["NOTIFY_CURSOR"] = cursor
    return Command(
      arguments: ["/bin/sh", folder.listener], environment: environment,
      workingDirectory: wiring.directory.path, capture: .streamed(limit: Self.mostHeard),
      deadline: .days(1))
  }

  private static let mostOutput = 256 << 10
  private static let mostHeard = 16 << 20
}
