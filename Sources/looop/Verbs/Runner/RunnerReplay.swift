internal import ArgumentParser
internal import Base
internal import Core

extension RunnerCommand {
  struct Replay: Verb {
    static let configuration = CommandConfiguration(
      commandName: "replay", abstract: "Read a recorded run as a beat would; nothing is called.",
      discussion: "Exits 0 for a move or a text, 1 for a failure.")
    static let examples = [Example("looop runner replay claude run.jsonl")]
    var touch: Touch { .reads }

    @Argument(help: "The preset whose adapter reads it.") var name: String
    @Argument(help: "What it printed on standard output; - for standard input.") var file: String
    @Option(name: .customLong("exit"), help: "The code it exited with (default: 0).")
    var code: Int?
    @Option(help: "The signal that ended it instead, by number or name.") var signal: String?
    @Option(help: "What it printed on standard error.") var stderr: String?
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let status = try status()
      let preset = try wiring.knownPreset(name)
      var reader = RunReader(try wiring.loop.runners.runner(for: preset))
      let errors = try errorTail(wiring.redaction)
      let recording = try InputFile(file)
      defer { recording.close() }
      // Checked before anything is printed, so that unreadable input gives only the error.
      var chunk = try recording.next()
      let model = try wiring.loop.runners.model(
        ofCommand: RunnerUse(wiring).tick(of: preset), preset: preset)
      var render = ReplayRender(preset: preset, model: model, isJSON: json)
      Console.put(render.head)
      while !chunk.isEmpty, Console.takesOutput {
        Console.put(wiring.redacted(render.text(of: reader.read(chunk[...]))))
        chunk = try recording.next()
      }
      Console.put(wiring.redacted(render.text(of: reader.readRest())))
      let outcome = reader.finish(exit: status, stderrTail: errors)
      Console.put(
        wiring.redacted(
          render.end(outcome, unrecognised: reader.unrecognised, session: reader.session)))
      if case .failed = outcome { return ExitStatusCode.failed }
      return ExitStatusCode.ok
    }

    private func errorTail(_ redaction: Redaction) throws(LooopError) -> String {
      guard let stderr else { return "" }
      guard stderr != "-" || file != "-" else {
        throw LooopError(
          .usage, code: "E_USAGE", "Standard input cannot be both the run's output and its errors.",
          hint: "Name a file for one of them.")
      }
      let file = try InputFile(stderr)
      defer { file.close() }
      let bytes = try file.tail(CommandResult.errorTailSize)
      return redaction.tail(bytes, isCut: bytes.count >= CommandResult.errorTailSize)
    }

    private func status() throws(LooopError) -> ProcessOutcome {
      if let code {
        guard signal == nil else {
          throw LooopError(
            .usage, code: "E_USAGE", "A run ends with an exit code or by a signal, not both.",
            hint: "Give --exit or --signal.")
        }
        guard (0...255).contains(code) else {
          throw LooopError(
            .usage, code: "E_USAGE", "\(code) is not an exit code.",
            hint: "Give a number from 0 to 255.")
        }
        return .exited(code)
      }
      return try signal.map { text throws(LooopError) in .signalled(try Self.number(of: text)) }
        ?? .exited(0)
    }

    private static let signals = [
      "HUP": 1, "INT": 2, "QUIT": 3, "ABRT": 6, "KILL": 9, "SEGV": 11, "PIPE": 13, "TERM": 15,
    ]

    private static func number(of text: String) throws(LooopError) -> Int {
      if let number = Int(text), (1...64).contains(number) { return number }
      let name = text.uppercased()
      if let number = signals[name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name] {
        return number
      }
      throw LooopError(
        .usage, code: "E_USAGE", "'\(Untrusted.oneLine(text))' is not a known signal.",
        hint: "Give its number, such as 15, or TERM, KILL, INT, HUP.")
    }
  }
}
