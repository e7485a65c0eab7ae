/// Keeps one headless worker: starts its agent, records what it says, and writes down how it
/// ended. A process of its own (`looop supervise`), so that it outlives a crashed pulse.
public struct Supervisor {
  /// What is kept of an agent's output; an agent that floods must not fill the disk.
  static let outputLimit = 64 << 20

  private let directory: DataDirectory
  private let clock: Clock
  private let binary: String
  private let environment: [String: String]
  private let stop: StopSignal

  public init(
    directory: DataDirectory, clock: Clock, binary: String, environment: [String: String],
    stop: StopSignal
  ) {
    self.directory = directory
    self.clock = clock
    self.binary = binary
    self.environment = environment
    self.stop = stop
  }

  /// Runs the worker `id` to its end, holding `lock` all the while.
  public func run(_ id: Identifier, holding lock: DirectoryLock) throws(LooopError) {
    let folder = SessionFolder(path: "\(directory.sessions)/\(id)")
    try lock.sign(folder.lock)
    guard let session = try Record.read(folder.session),
      let template = session["command"]?.string
    else { throw Record.corrupt(folder.session, "it has no command") }

    let launch = try PromptFile.place(
      folder.brief, command: template, spare: "\(directory.prompts)/\(id).md")
    let log = try OutputLog(path: folder.output, limit: Self.outputLimit)
    // The shell outlives SIGTERM until the agent it waits for has ended: once it is gone, the rest
    // of its group is killed, and the agent would have no time to tidy up.
    let patient = "trap 'exit 143' TERM; \(launch.command)"
    let command = Command(
      arguments: Command.shell(patient), environment: environment(id, session),
      workingDirectory: session["cwd"]?.string, input: launch.input,
      capture: .streamed(limit: Int.max), mergesStandardError: true,
      deadline: Int(Int32.max))
    let lastWord = LastWord(folder, stop: stop)
    let children = ChildGroup(
      poller: Poller(stop: stop, permanent: [lastWord]), stopGrace: Child.grace)
    let result = children.run(command) { log.write($0) }
    launch.cleanUp()

    let state: Worker.State =
      switch result.status {
      case .exited(let code): .exited(code)
      case .signalled(let signal): .killed(signal: signal)
      // Told to end after its own last word: that is a good end.
      case .interrupted where lastWord.hasEnded: .exited(0)
      case .interrupted, .timedOut, .oversized: .killed(signal: 15)
      case .notStarted(let reason): .unstarted(reason)
      }
    var record: JSONObject = ["v": 1]
    for (key, value) in (state.record ?? [:]).members { record[key] = value }
    record["ended_at"] = .int(clock.now())
    try AtomicFile.replace(folder.status, JSONWriter.line(.object(record)))
  }

  private func environment(_ id: Identifier, _ session: JSONObject) -> [String: String] {
    var result = Marks.unmarked(environment)
    // The user's own value of a variable outranks the preset's.
    for (name, value) in session["env"]?.object?.members ?? [] where result[name] == nil {
      result[name] = value.string
    }
    result[Marks.session] = id.text
    result[Marks.dataDirectory] = directory.path
    result[Marks.binary] = binary
    result[Marks.reports] = directory.reports
    if let seconds = session["ask_wait_s"]?.int { result[Marks.askWait] = String(seconds) }
    return result
  }
}
