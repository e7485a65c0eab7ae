internal import ArgumentParser
internal import Base
internal import Core

struct RunnerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runner", abstract: "List, check, replay and unpark the agent CLIs.",
    subcommands: [List.self, Show.self, Test.self, Replay.self, Unpark.self])

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the presets: what is installed, what the config uses.")
    static let examples = [Example("looop runner list")]
    var touch: Touch { .reads }

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let use = try RunnerUse(wiring)
      var rows: [RunnerRow] = []
      var cells: [[String]] = []
      for entry in try wiring.loop.runners.entries() {
        switch entry {
        case .preset(let preset):
          let shown = try RunnerRender(preset, use: use, wiring)
          rows.append(shown.row)
          cells.append(shown.cells)
        case .broken(let name, let error):
          rows.append(RunnerRow.broken(name, error))
          cells.append(RunnerRender.cells(broken: name, error))
        }
      }
      if json {
        Console.say(json: wiring.redacted(rows))
      } else {
        Console.say(
          table: ColumnTable(rows: cells), redacted: wiring.redaction)
      }
      return ExitStatusCode.ok
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show everything in a preset.")
    static let examples = [Example("looop runner show claude")]
    var touch: Touch { .reads }

    @Argument(help: "The preset's name.") var name: String
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let shown = try RunnerRender(
        try wiring.knownPreset(name), use: try RunnerUse(wiring), wiring)
      if json {
        Console.say(json: shown)
      } else {
        Console.say(shown.text(columns: Console.outputColumns))
      }
      return ExitStatusCode.ok
    }
  }

  struct Unpark: Verb {
    static let configuration = CommandConfiguration(
      commandName: "unpark", abstract: "Let a parked runner be called again at once.")
    static let examples = [Example("looop runner unpark claude")]

    @Argument(help: "The preset's name, as `looop state` shows who is parked.") var name: String
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      if try wiring.loop.parking.unpark(name) {
        Console.say("runner \(name) unparked")
      } else {
        Console.say("runner \(try wiring.knownPreset(name).name) is not parked")
      }
      return ExitStatusCode.ok
    }
  }
}

extension RunnerRender {
  init(_ preset: RunnerPreset, use: RunnerUse, _ wiring: Wiring) throws(LooopError) {
    self.init(
      preset: preset, path: wiring.program(preset.binary),
      kind: try use.kind(of: preset, wiring.loop.runners), uses: use.uses(of: preset.name),
      file: try wiring.loop.runners.file(ofPreset: preset.name),
      parked: try wiring.loop.parking.holding(preset, use.settings, isPulse: false))
  }
}
