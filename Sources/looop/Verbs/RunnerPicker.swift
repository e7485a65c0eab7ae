internal import Core

/// Asks which runner to use: by number, over any terminal.
struct RunnerPicker {
  let presets: [RunnerPreset]
  let path: String?

  func pick() throws(LooopError) -> RunnerPreset {
    Console.say("Which agent CLI should think and work?")
    for (index, preset) in presets.enumerated() {
      let place = location(preset) ?? "not found"
      Console.say("  \(index + 1)  \(Self.padded(preset.name))\(preset.title) (\(place))")
    }
    let installed = presets.firstIndex { !$0.binary.isEmpty && location($0) != nil }
    return presets[try Self.choose(among: presets.count, suggestion: installed ?? 0)]
  }

  /// True for the commands as documented, false for the recommended ones.
  func pickDocumented(_ preset: RunnerPreset) throws(LooopError) -> Bool {
    guard preset.tickCommand != preset.documentedTickCommand, !preset.tickCommand.isEmpty else {
      return false
    }
    Console.say("Which commands?")
    Console.say("  1  no hands (recommended): tools off, prompt on standard input")
    Console.say("       tick    \(preset.tickCommand)")
    Console.say("       worker  \(preset.workerCommand)")
    Console.say("  2  as documented: the agent that decides may touch anything")
    Console.say("       tick    \(preset.documentedTickCommand)")
    Console.say("       worker  \(preset.documentedWorkerCommand)")
    return try Self.choose(among: 2) == 1
  }

  func preview(_ wiring: RunnerWiring) -> [String] {
    [
      "runner   \(wiring.preset.name) (\(found(wiring.preset)))", "tick     \(wiring.tick)",
      "worker   \(wiring.worker)",
    ]
  }

  private func found(_ preset: RunnerPreset) -> String {
    location(preset) ?? "not found; \(preset.installHint)"
  }

  private func location(_ preset: RunnerPreset) -> String? {
    preset.binary.isEmpty ? "needs no program" : Executable.find(preset.binary, path: path)
  }

  private static func choose(
    among count: Int, suggestion: Int = 0
  ) throws(LooopError) -> Int {
    while let line = Console.readLine(prompt: "Number [\(suggestion + 1)]: ") {
      if line.isEmpty { return suggestion }
      if let number = Int(line), (1...count).contains(number) { return number - 1 }
      Console.say("A number from 1 to \(count), please.")
    }
    throw LooopError(.failed, "E_CANCELLED", "Nothing chosen, nothing written.")
  }

  private static func padded(_ name: String) -> String {
    name + String(repeating: " ", count: max(1, 10 - name.count))
  }
}

/// The three keys of the config that `init` writes.
struct RunnerWiring {
  let preset: RunnerPreset
  let tick: String
  let worker: String

  init(
    preset: RunnerPreset, isDocumented: Bool, tick: String?, worker: String?
  ) throws(LooopError) {
    self.preset = preset
    self.tick = tick ?? (isDocumented ? preset.documentedTickCommand : preset.tickCommand)
    self.worker = worker ?? (isDocumented ? preset.documentedWorkerCommand : preset.workerCommand)
    guard !self.tick.isEmpty, !self.worker.isEmpty else {
      throw LooopError(
        .usage, "E_NO_COMMAND", "The preset \(preset.name) brings no commands of its own.",
        hint: "Use `looop init --runner \(preset.name) --tick-command '…' --worker-command '…'`;"
          + " {{prompt_file}} stands for the prompt, which otherwise comes on standard input.")
    }
  }

  /// Writes the config, keeping every other key that stands in it.
  func write(to path: String) throws(LooopError) {
    var problems: [LooopError] = []
    let former = try Record.noting(&problems) { () throws(LooopError) in try Record.read(path) }
    for problem in problems {
      let kept = "\(path).broken"
      _ = try AtomicFile.consume(path, to: kept)
      Console.note("looop: \(problem.message) It is kept as \(kept).")
    }
    var config = former ?? [:]
    config["runner"] = .string(preset.name)
    config["tick_command"] = .string(tick)
    config["worker_command"] = .string(worker)
    try Folder.create(AtomicFile.folder(of: path))
    try AtomicFile.replace(path, JSONWriter.line(.object(config), .pretty))
  }
}
