internal import Base
internal import Core

/// The keys of the config that say which agent decides and which works.
struct RunnerWiring {
  let runner: String?
  let tick: String?
  let worker: String?
  /// The kind of all workers, whatever their command; `init` does not change it.
  let workerKind: WorkerKind?
  /// Names of variables to pass to workers, added to those of the config.
  var passing: [String] = []

  init(_ offer: RunnerOffer) {
    runner = offer.preset.name
    tick = offer.commands.tick
    worker = offer.commands.worker
    workerKind = nil
  }

  /// What the config at `path` says now; empty when it is missing or broken, which `write` handles.
  init(configAt path: String) throws(LooopError) {
    var problems: [LooopError] = []
    let config = try Record.noting(&problems) { () throws(LooopError) in
      try Record.read(path, following: true)
    }
    let text = { (key: String) in config?[key]?.string }
    runner = text("runner")
    tick = text("tick_command") ?? text("tick")
    worker = text("worker_command") ?? text("interactive")
    workerKind = text("worker_kind").flatMap(WorkerKind.init(rawValue:))
    passing = config?["pass_env"]?.array?.compactMap(\.string) ?? []
  }

  var isWired: Bool { runner != nil || tick != nil }

  /// Writes the config and preserves every other key in it. A config that is a link stays one.
  func write(to path: String) throws(LooopError) {
    let target = try LinkedFile.target(of: path)
    var problems: [LooopError] = []
    let former = try Record.noting(&problems) { () throws(LooopError) in
      try Record.read(path, following: true)
    }
    for problem in problems {
      let kept = "\(target).broken"
      _ = try AtomicFile.consume(target, to: kept)
      Console.note("looop: \(problem.message) It is kept as \(kept).")
    }
    var config = former ?? [:]
    config["runner"] = runner.map(JSONValue.string)
    config["tick_command"] = tick.map(JSONValue.string)
    config["worker_command"] = worker.map(JSONValue.string)
    // What the original called them once.
    for name in ["tick", "interactive"] { config[name] = nil }
    if !passing.isEmpty {
      let known = config["pass_env"]?.array ?? []
      let added = passing.map(JSONValue.string).filter { !known.contains($0) }
      config["pass_env"] = .array(known + added)
    }
    try Folder.create(AtomicFile.folder(of: path))
    try LinkedFile.replace(target, JSONWriter.line(.object(config), .pretty))
  }
}
