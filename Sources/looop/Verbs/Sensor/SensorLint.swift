internal import ArgumentParser
internal import Base
internal import Sensors

extension SensorCommand {
  struct Lint: Verb {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: "Check the files of sensors without running them.",
      discussion: "Exits 65 when there is a problem.")
    static let examples = [Example("looop sensor lint weather")]

    @Argument(help: "The sensors' names (default: all).") var names: [String] = []
    @OptionGroup var options: SensorFolderOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let (folder, cases) = try options.open(wiring)
      var reports: [SensorReport] = []
      for name in try chosen(folder) {
        // Nil when it was deleted in the meantime.
        guard let report = try folder.catalog.lint(name, cases: cases) else {
          continue
        }
        reports.append(report)
      }
      let skipped = names.isEmpty ? try folder.catalog.skippedFiles() : []
      let shown = SensorLintRender(folder: folder.path, reports: reports, skipped: skipped)
      if json { Console.say(json: shown) } else { Console.say(shown.text) }
      return shown.hasProblem ? ExitStatusCode.of(.badData) : ExitStatusCode.ok
    }

    private func chosen(_ folder: SensorFolder) throws(LooopError) -> [Identifier] {
      guard !names.isEmpty else { return try folder.names() }
      var chosen: [Identifier] = []
      for name in names { chosen.append(try folder.known(name)) }
      return chosen
    }
  }
}
