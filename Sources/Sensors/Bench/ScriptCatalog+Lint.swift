package import Base
internal import Core
internal import YAML

extension ScriptCatalog {
  /// Lints one sensor, switched off or not; nil when there is no such sensor. `cases` is the folder
  /// that holds the folders of test cases. `bench` plays them when the grade depends on it; without
  /// one they count as passing.
  package func lint(
    _ name: Identifier, cases: String, on bench: SensorBench? = nil
  ) throws(LooopError) -> SensorReport? {
    if !leavesInstallations { _ = try installer.settle() }
    let tests = try SensorCase.all(of: name, in: cases)
    let file = path(name, .manifest)
    do throws(LooopError) {
      let content = try AtomicFile.read(file)
      let script = try AtomicFile.read(path(name, .script))
      guard content != nil || script != nil else { return nil }
      return try report(name, script: script, manifest: content, tests: tests, on: bench)
    } catch {
      if error.code == "E_STOPPED" { throw error }
      return report(LintedSensor(name: name, scriptFile: file, script: nil), broken: error)
    }
  }

  private func report(
    _ name: Identifier, script: [UInt8]?, manifest content: [UInt8]?, tests: [SensorCase],
    on bench: SensorBench?
  ) throws(LooopError) -> SensorReport {
    let scriptFile = path(name, .script)
    do throws(LooopError) {
      let manifest = try content.map { bytes throws(LooopError) in
        try read(bytes, path(name, .manifest))
      }
      var cases = LintedCases()
      let linted = { (cases: LintedCases) in
        LintedSensor(
          name: name, scriptFile: scriptFile, script: script,
          manifest: manifest, cases: cases)
      }
      cases.expectsSignal = tests.contains(where: Self.expectsSignal)
      do throws(LooopError) {
        // As the catalog makes it, so that the lint reports every reason for which it is refused.
        _ = try sensor(named: name)
      } catch {
        return report(linted(cases), broken: error)
      }
      let findings = zoneFindings(linted(cases)) + SensorLint.findings(of: linted(cases))
      var (grade, wanted) = SensorGrade.of(linted(cases), findings)
      if let bench, [.silver, .gold].contains(grade) {
        // Nothing is run for a sensor whose grade does not depend on it.
        for test in tests where !cases.hasFailing {
          cases.hasFailing = try !bench.passes(test)
        }
        (grade, wanted) = SensorGrade.of(linted(cases), findings)
      }
      return SensorReport(name: name, findings: findings, grade: grade, wanted: wanted)
    } catch {
      if error.code == "E_STOPPED" { throw error }
      let linted = LintedSensor(
        name: name, scriptFile: scriptFile, script: script)
      return report(linted, broken: error)
    }
  }

  /// Quiet hours by the clock of a zone that the system does not know begin at another time.
  private func zoneFindings(_ linted: LintedSensor) -> [SensorFinding] {
    guard !linted.manifest.timing.quietHours.isEmpty,
      let problem = ZoneFile.problem(in: environment)
    else { return [] }
    return [
      SensorFinding(
        severity: .problem, text: problem.message, place: linted.place("quiet_hours"),
        mend: problem.hint ?? "")
    ]
  }

  /// False for a case that cannot be read, which no run passes.
  private static func expectsSignal(_ test: SensorCase) -> Bool {
    ((try? CaseExpectation.read(test)) ?? nil)?.hasSignal ?? false
  }

  /// A sensor that the catalog refuses gets no advice until that is mended.
  private func report(_ linted: LintedSensor, broken error: LooopError) -> SensorReport {
    // A manifest's error has one problem a line.
    let lines =
      error.code == "E_MANIFEST"
      ? error.message.split(separator: "\n").map(String.init) : [error.message]
    let broken = lines.map { finding(error, saying: $0, of: linted.name) }
    let findings = broken + SensorLint.problems(of: linted)
    return SensorReport(
      name: linted.name, findings: findings, grade: .none, wanted: [SensorGrade.noProblem])
  }

  /// Splits the place off the message where the message starts with one.
  private func finding(
    _ error: LooopError, saying message: String, of name: Identifier
  ) -> SensorFinding {
    let files = SensorFileName.Role.allCases.map { path(name, $0) }
    var text = message[...]
    var place = SensorFinding.Place(files.first { text.contains("\($0):") } ?? folder)
    if text.hasPrefix("\(place.file):") {
      let rest = text.dropFirst(place.file.count + 1)
      let numbers = rest.prefix { $0.isNumber || $0 == ":" }.split(separator: ":").map { Int($0) }
      if numbers.count == 2 {
        place = .init(place.file, line: numbers[0], column: numbers[1])
        text = rest.drop { $0.isNumber || $0 == ":" }.drop { $0 == " " }
      }
    }
    // The hint of a manifest's failure lists all keys, which is too long here.
    let mend = error.code == "E_MANIFEST" ? "docs/sensors.md explains every key." : error.hint
    return SensorFinding(severity: .problem, text: String(text), place: place, mend: mend ?? "")
  }

  func read(
    _ bytes: [UInt8], _ file: String
  ) throws(LooopError) -> (manifest: Manifest, written: YAMLMapping) {
    do throws(ManifestFailure) { return try Manifest.read(bytes, file: file) } catch {
      throw Manifest.failure(error)
    }
  }
}
