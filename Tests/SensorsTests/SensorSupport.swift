import Base
import Core
import Foundation
import TestSupport

@testable import Sensors

/// The same numbers in every run, so that a failure can be met again.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// What `body` throws, or nil.
func thrown(_ body: () throws(LooopError) -> Void) -> LooopError? {
  do throws(LooopError) { try body() } catch { return error }
  return nil
}

/// All that a catalog says of its folder, with the folder's path as `$SENSORS`.
func report(of folder: String) throws -> String {
  let catalog = ScriptCatalog(folder: folder, environment: [:])
  var lines: [String] = []
  for entry in try catalog.entries() {
    switch entry {
    case .disabled(let name): lines.append("\(name): disabled")
    case .broken(let name, let error):
      lines.append("\(name): broken \(error.kind) \(error.code)\n  \(error.message)")
    case .sensor(let sensor):
      let environment = ["PATH": "/bin", "TOKEN": "secret", "LOOOP_RUN": "7"]
      let command = try sensor.command(
        in: SensorSetting(environment: environment, lastReading: "/nowhere"))
      lines += [
        "\(sensor.name): \(sensor.description.isEmpty ? "-" : sensor.description)",
        "  every \(sensor.timing.every.map { "\($0.seconds) s" } ?? "beat")",
        "  run \(command.arguments)",
        "  in \(command.workingDirectory ?? "-") with \(command.environment.keys.sorted())",
        "  keep \(command.capture) for \(command.deadline.milliseconds) ms",
      ]
    }
  }
  for file in try catalog.skippedFiles() { lines.append("skipped \(file.name): \(file.reason)") }
  let parent = (folder as NSString).deletingLastPathComponent
  return lines.map { "\($0)\n" }.joined()
    .replacingOccurrences(of: folder, with: "$SENSORS")
    .replacingOccurrences(of: parent, with: "$DATA")
}
