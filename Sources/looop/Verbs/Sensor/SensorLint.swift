internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct Lint: Verb {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: "Check the files of sensors, and grade them.",
      discussion: """
        It runs nothing but the test cases of a sensor whose grade depends on them. Exits 65 when \
        there is a problem, 1 when a grade is below --min.
        """)
    static let examples = [Example("looop sensor lint weather")]

    @Argument(help: "The sensors' names (default: all).") var names: [String] = []
    @OptionGroup var options: SensorFolderOptions
    @Option(
      name: .customLong("min"),
      help: .init("The least grade: bronze, silver or gold.", valueName: "grade"))
    var least: String?
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    /// With --in the data dir does not matter.
    var touch: Touch { options.folder == nil ? .writes : .reads }

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let least = try least.map { text throws(LooopError) in try Self.grade(text) }
      let (folder, cases) = try options.open(wiring)
      let bench = SensorBench(
        folder: folder.path, searchPath: wiring.environment["PATH"] ?? "/usr/bin:/bin",
        children: ChildGroup(poller: Poller(stop: try StopSignal())))
      var reports: [SensorReport] = []
      for name in try chosen(folder) {
        // Nil when it was deleted in the meantime.
        guard let report = try folder.catalog.lint(name, cases: cases, on: bench) else {
          continue
        }
        reports.append(report)
      }
      let skipped = names.isEmpty ? try folder.catalog.skippedFiles() : []
      let shown = SensorLintRender(
        folder: folder.path, reports: reports, skipped: skipped, least: least)
      if json { Console.say(json: shown) } else { Console.say(shown.text) }
      if shown.hasProblem { return ExitStatusCode.of(.badData) }
      return shown.below.isEmpty ? ExitStatusCode.ok : ExitStatusCode.failed
    }

    private static func grade(_ text: String) throws(LooopError) -> SensorGrade {
      if let grade = SensorGrade(rawValue: text) { return grade }
      let known = SensorGrade.allCases.map(\.rawValue)
      throw LooopError(
        .usage, code: "E_GRADE", "'\(Untrusted.quoted(text, bytes: 40))' is not a grade.",
        hint: Nearest.hint(
          text, in: known, else: "The grades are: \(known.joined(separator: ", "))."))
    }

    private func chosen(_ folder: SensorFolder) throws(LooopError) -> [Identifier] {
      guard !names.isEmpty else { return try folder.names() }
      var chosen: [Identifier] = []
      for name in names { chosen.append(try folder.known(name)) }
      return chosen
    }
  }
}
