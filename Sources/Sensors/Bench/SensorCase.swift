package import Base

/// One recorded situation of a sensor: a folder `<name>.test/<case>` with any of `env`, `bin`,
/// `files`, `last_reading.json`, `pushed.json` and `expected.json`.
package struct SensorCase: Sendable, Equatable {
  package let sensor: Identifier
  package let name: String
  package let folder: String

  static let ending = SensorFileName.casesEnding

  /// The cases of a sensor in `folder`, by name.
  package static func all(
    of sensor: Identifier, in folder: String
  ) throws(LooopError) -> [SensorCase] {
    let home = "\(folder)/\(sensor)\(ending)"
    return (try Folder.names(in: home) ?? []).filter { Folder.exists("\(home)/\($0)") }
      .map { SensorCase(sensor: sensor, name: $0, folder: "\(home)/\($0)") }
  }

  /// The sensors that have a folder of cases in `folder`, whether or not they exist.
  package static func sensors(in folder: String) throws(LooopError) -> [Identifier] {
    (try Folder.names(in: folder) ?? []).filter { $0.hasSuffix(ending) }
      .compactMap { Identifier(valid: String($0.dropLast(ending.count))) }
  }

  package var expectation: String { "\(folder)/expected.json" }
  func file(_ name: String) -> String { "\(folder)/\(name)" }

  func failure(_ place: String, _ problem: String) -> LooopError {
    LooopError(.badData, code: "E_CASE", "\(place): \(problem)")
  }
}

/// The `env` of a case: lines `NAME=value`. Values are literal, but `$CASE` is replaced by the folder
/// that the sensor runs in.
struct CaseEnvironment {
  struct Input {
    let name, value: String
    let line: Int
  }

  private(set) var variables: [String: String] = [:]
  /// `INPUT_X=…` sets the input `x`.
  private(set) var inputs: [Input] = []

  /// Throws `E_CASE` with file and line.
  init(_ test: SensorCase, runningIn folder: String) throws(LooopError) {
    let file = test.file("env")
    guard let text = try AtomicFile.readText(file) else { return }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      let place = "\(file):\(index + 1)"
      guard let equals = line.firstIndex(of: "="), case let name = String(line[..<equals]),
        VariableName.isValid(name)
      else { throw test.failure(place, "this line must be NAME=value") }
      guard !name.hasPrefix("LOOOP_") else {
        throw test.failure(place, "\(name) is set by looop itself")
      }
      let value = String(line[line.index(after: equals)...]).replacing("$CASE", with: folder)
      if name.hasPrefix("INPUT_") {
        inputs.append(Input(name: name.dropFirst(6).lowercased(), value: value, line: index + 1))
      } else {
        variables[name] = value
      }
    }
  }
}
