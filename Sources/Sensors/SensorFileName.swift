internal import Core

/// One name met in the sensors folder: part of a sensor, something to tell its owner about, or
/// nothing of ours (a helper program, a README).
struct SensorFileName: Equatable {
  let name: String
  let sensor: Identifier?
  let problem: String?

  init(_ name: String) {
    self.name = name
    guard let dot = name.lastIndex(of: ".") else {
      sensor = nil
      problem = nil
      return
    }
    let base = String(name[..<dot])
    switch name[dot...] {
    case ".sh", ".yaml":
      do throws(LooopError) {
        sensor = try Identifier(base, "sensor")
        problem = nil
      } catch {
        sensor = nil
        problem = error.message
      }
    case ".yml":
      sensor = nil
      problem = "A manifest's name ends in .yaml; rename it."
    default:
      sensor = nil
      problem = nil
    }
  }
}
