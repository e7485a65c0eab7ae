internal import Base

/// The environment of a worker: of the starter's only what an agent needs and what was named.
enum WorkerEnvironment {
  /// Always passed on if they are set.
  static let passed = [
    "PATH", "HOME", "TERM", "SHELL", "USER", "LOOOP_CONFIG", Ownership.override,
    "SSH_AUTH_SOCK",
    "LANG", "LANGUAGE", "LC_*",
  ]
  /// The value of TERM for a screen of ours, unless the starter's is useful.
  static let terminal = "xterm-256color"

  /// `own` is the starter's environment; `preset` is added by the runner's preset, and the starter's
  /// own value of a variable outranks it.
  static func of(
    _ own: [String: String], preset: [String: String], passing given: [String],
    dropping marks: [String] = [], kind: WorkerKind
  ) -> [String: String] {
    // What was named whole is meant; what only a beginning stands for may be a mark of the starter's.
    let dropped = Set(VariableNames.matching(marks, in: own))
    let names = passed + given
    let all = VariableNames.matching(names, in: own)
      .filter { !dropped.contains($0) || names.contains($0) }
    var result: [String: String] = [:]
    for name in all + preset.keys { result[name] = own[name] ?? preset[name] }
    if kind == .terminal, ["", "dumb"].contains(result["TERM"] ?? "") { result["TERM"] = terminal }
    return result
  }

  /// As the agent has it: who it is, and where it finds the loop.
  static func marked(
    _ environment: [String: String], session: SessionRecord, in folder: SessionFolder, store: Store
  ) -> [String: String] {
    var result = environment
    result[Marks.session] = session.id.text
    result[Marks.generation] = session.generation
    result[Marks.dataDirectory] = store.directory.path
    result[Marks.binary] = WorkerProgram(binary: store.process.binary).place(at: folder.program)
    result[Marks.reports] = store.directory.reports
    result[Marks.askWait] = session.agent.askWait.map { String($0.seconds) }
    return result
  }
}
