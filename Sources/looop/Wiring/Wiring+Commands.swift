internal import Base
internal import Core

/// What a command of the config is for.
enum CommandRole: String {
  case tick, worker
}

/// What configured commands find on this machine.
extension Wiring {
  /// The first thing that `command` needs and that is not there, in one sentence; nil when all is there,
  /// and where only the shell could say. `known` is passed over.
  func missing(
    _ command: String, as role: CommandRole, _ settings: Settings,
    but known: CommandNeed? = nil
  ) -> String? {
    let path = environment["PATH"]
    return loop.runners.needs(ofCommand: command).filter { $0 != known }
      .firstResult { $0.problem(searchPath: path, folder: folder(of: role, settings)) }
  }

  /// Where a command runs; nil where that is decided when it starts.
  private func folder(of role: CommandRole, _ settings: Settings) -> String? {
    switch role {
    case .tick: directory.path
    case .worker: settings.workdir.map { _ in settings.workFolder(else: workingDirectory) }
    }
  }

  /// Why workers and commands cannot start: their folder is not there. Nil where the config names none.
  func workdirProblem(_ settings: Settings) -> LooopError? {
    guard settings.workdir != nil else { return nil }
    let path = settings.workFolder(else: workingDirectory)
    guard !Folder.exists(path) else { return nil }
    return LooopError(
      .config, code: "E_WORKDIR",
      "There is no folder \(path), where workers and commands are to run.",
      hint: "Make it, or change `workdir` in \(configFile).")
  }
}
