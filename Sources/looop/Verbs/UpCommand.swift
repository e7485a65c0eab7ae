internal import ArgumentParser
internal import Base
internal import Core

struct UpCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Start the pulse, detached.",
    discussion: """
      With --foreground this process is the pulse, for systemd, launchd or a container: it prints a line \
      for whatever happens, on standard error, and ends well (exit 0) on SIGTERM, SIGINT, SIGQUIT or the \
      SIGHUP of its terminal. Workers go on; as process 1 of a container it ends them too, and reaps \
      orphans. It exits 75 when another pulse is up.
      """)
  static let examples = [Example("looop up"), Example("looop up --foreground")]

  @Flag(help: "Be the pulse, instead of starting one, and print what happens.")
  var foreground = false
  @Option(help: "Start this notifier beside the pulse (ntfy, webhook, …); repeatable.")
  var notify: [String] = []
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard !foreground || notify.isEmpty else {
      throw LooopError(
        .usage, code: "E_USAGE",
        "--notify does not go with --foreground: what starts the pulse keeps it up.",
        hint: "Let it start the notifier too: `looop notify --preset \(notify[0])`.")
    }
    let settings = try wiring.chosenSettings()
    try NotifierStart.check(notify, wiring)
    for warning in settings.warnings { Console.note("looop: \(warning)") }
    wiring.tellFormerSettings()
    try checkRunners(settings, wiring)
    try wiring.demandFolder()
    try wiring.open()
    let directory = wiring.directory
    guard let lock = try DirectoryLock.acquire(directory.lock) else {
      let holder = try LoopHolder(wiring)
      if let refusal = holder.refusal("No pulse was started", again: "looop up") { throw refusal }
      guard !foreground else {
        throw LooopError(
          .pending, code: "E_PULSE_UP",
          "Another pulse is up already\(holder.pidText); two cannot share a loop.",
          hint: "`looop down --keep-workers` ends it; then run `looop up --foreground` again.")
      }
      Console.say("the pulse is already up\(holder.pidText)")
      try startNotifiers(wiring)
      StandingNotes.say(wiring) { $0.afterUp(isNew: false) }
      return ExitStatusCode.ok
    }
    var ending = LoopEnding(directory, poller: Poller())
    for pid in ending.endStrays() where ending.survivors.isEmpty {
      Console.say("a pulse that had lost its lock is down (pid \(pid))")
    }
    try ending.demandEndOfFound()
    try LoopHolder.demandNoOther(wiring, undone: "No pulse was started")
    try ending.demandSight()
    try FormerPulse(wiring.loop).sweep()
    if foreground {
      let isStopped = try PulseProcess(wiring: wiring, lock: lock).runInForeground()
      return isStopped ? ExitStatusCode.ok : ExitStatusCode.failed
    }
    try start(wiring, holding: lock)
    // It is up, whatever cannot be read by now.
    let pid = LoopHolder.text((try? DirectoryLock.holder(directory.lock))?.pid)
    Console.say("the pulse is up\(pid); data in \(ShellQuote.word(directory.path))")
    try startNotifiers(wiring)
    StandingNotes.noting { () throws(LooopError) in
      let asks = try wiring.loop.mailbox.contents().pending.count
      if asks > 0 {
        Console.say("\(Counted.text(asks, "ask waits", many: "asks wait")): `looop asks`")
      }
      for line in try wiring.unreadLines() { Console.say(line) }
    }
    StandingNotes.say(wiring) { $0.afterUp(isNew: true) }
    return ExitStatusCode.ok
  }

  /// Refuses a name without a preset, and warns of a missing program, which the pulse would only
  /// find later.
  private func checkRunners(_ settings: Settings, _ wiring: Wiring) throws(LooopError) {
    var missing: Set<String> = []
    for name in [settings.runner, settings.fallbackRunner].compactMap(\.self) {
      let preset = try wiring.loop.runners.preset(named: name)
      if !preset.binary.isEmpty, wiring.program(preset.binary) == nil {
        missing.insert(preset.binary)
        Console.note(
          "looop: the runner \(name) needs '\(Untrusted.oneLine(preset.binary))', which is not on"
            + " PATH; `looop runner test \(name)` checks it.")
      }
    }
    let commands: [(CommandForm.Role, String?)] = [
      (.tick, settings.tickCommand), (.worker, settings.workerCommand),
    ]
    for case (let role, let command?) in commands {
      let key = "\(role.rawValue)_command"
      if settings.runner == nil, let name = wiring.loop.runners.suspects(ofCommand: command).first {
        Console.note(
          "looop: the first words of \(key) do not say which agent it starts; if that is \(name), set"
            + " \"runner\": \"\(name)\" in \(wiring.configFile), else \"runner\": \"custom\".")
      }
      guard let problem = wiring.missing(command, as: role, settings),
        !missing.contains(wiring.loop.runners.program(ofCommand: command))
      else { continue }
      Console.note(
        "looop: \(key): \(problem) Install it, or mend \(wiring.configFile).")
    }
    if let problem = wiring.workdirProblem(settings) {
      Console.note("looop: \(problem.message) \(problem.hint ?? "")")
    }
  }

  private func startNotifiers(_ wiring: Wiring) throws(LooopError) {
    for name in notify { Console.say(try NotifierStart.start(name, wiring)) }
  }

  /// Starts the pulse and waits until it says that it beats.
  private func start(_ wiring: Wiring, holding lock: DirectoryLock) throws(LooopError) {
    let errors = wiring.directory.pulseErrors
    guard try wiring.startDetached(["pulse", "--locked"], holding: lock, errors: errors) != nil
    else {
      let text = Untrusted.oneLine(try AtomicFile.readText(errors) ?? "")
      throw LooopError(
        .failed, code: "E_PULSE",
        "The pulse did not start: \(text.isEmpty ? "it gave no reason" : text)",
        hint: "Its output is in \(errors).")
    }
  }
}
