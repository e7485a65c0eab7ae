internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

struct NotifyCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "notify", abstract: "Send each question to you where you are, and hear the reply.",
    discussion: """
      Runs a command once for each ask and level, with the ask as a line of JSON on its standard input, \
      until it is stopped. Receipts keep a restart from sending anything twice. --preset runs a notifier \
      that ships with looop (ntfy, webhook) or one of your own; `looop up --notify NAME` starts it beside \
      the pulse, and `looop down` ends it. docs/notify.md has the rest.
      """)
  static let examples = [
    Example("looop notify --exec 'cat >>asks.jsonl' --once"),
    Example("looop notify --exec 'cat >/dev/null' --escalate 10m,1h --once"),
  ]

  @Option(help: "A shell command that sends; lines of JSON that it prints may answer.")
  var exec: String?
  @Option(
    help: "A notifier: ntfy, webhook, or one of your own in presets/notify beside the config.")
  var preset: String?
  @Option(help: "What the receipts of --exec are kept under (default: exec).") var name: String?
  @Option(help: "Send an ask only when it is this old (90s, 5m, …).") var minAge: String?
  @Option(help: "Send it again at these ages, as long as it waits (10m,1h).") var escalate: String?
  @Option(help: "Send nothing at these hours of the local day (22:00-08:00).") var quiet: String?
  @Flag(help: "Send what is due now, and end.") var once = false
  @Flag(help: "Send a message that is made up, to see that it arrives, and end.") var test = false
  @Flag(help: .hidden) var detached = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    if detached { Detached.settle() }
    let setup = try setup(wiring)
    try wiring.open()
    if test { return try NotifierTest(wiring: wiring, setup: setup).run() }
    let folder = NotifierFolder(wiring.directory, setup.name)
    try Folder.create(folder.path)
    let lock =
      detached
      ? try DirectoryLock(adopting: Detached.takeLock(), at: folder.lock)
      : try DirectoryLock.acquire(folder.lock)
    guard let lock else {
      throw NotifierStart.isUp(setup.name, pid: try DirectoryLock.holder(folder.lock).pid)
    }
    let process = NotifierProcess(wiring: wiring, setup: setup, folder: folder, lock: lock)
    let isWell = try process.run(isOnce: once, isDetached: detached) {
      if detached { Detached.reportReady() }
    }
    return isWell ? ExitStatusCode.ok : ExitStatusCode.failed
  }

  private func setup(_ wiring: Wiring) throws(LooopError) -> NotifierSetup {
    guard (exec == nil) != (preset == nil) else {
      throw LooopError(
        .usage, code: "E_USAGE",
        exec == nil ? "Nothing says how to send." : "--exec and --preset exclude each other.",
        hint: "Give one of --exec 'COMMAND' and --preset NAME: `looop help notify`.")
    }
    var setup: NotifierSetup
    if let exec {
      guard exec.contains(where: { !$0.isWhitespace }) else {
        throw LooopError(
          .usage, code: "E_USAGE", "--exec is empty.", hint: "Give a command that sends.")
      }
      try wiring.demandFolder()
      setup = NotifierSetup(try NotifierName.checked(name ?? "exec"), command: exec)
    } else {
      guard name == nil else {
        throw LooopError(
          .usage, code: "E_USAGE", "--name is for --exec; a preset has its own name.",
          hint: "Copy its files under another name to run it twice.")
      }
      setup = try NotifierSetup(wiring, preset: preset ?? "")
    }
    try setup.preset.rules.set(minAge: minAge, escalate: escalate, quiet: quiet)
    return setup
  }
}
