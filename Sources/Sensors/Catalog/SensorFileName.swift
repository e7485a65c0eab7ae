internal import Core

/// One name met in the sensors folder: part of a sensor, something to tell its owner about, or
/// nothing of ours (a helper program, a README, a folder of test cases).
struct SensorFileName: Equatable {
  /// What a file is to its sensor.
  enum Role: String, CaseIterable {
    case script = ".sh"
    /// The values of its inputs.
    case values = ".local.yaml"
    case manifest = ".yaml"
  }

  let name: String
  let role: Role?
  let sensor: Identifier?
  let problem: String?

  init(_ name: String) {
    self.name = name
    // The longer ending first: the values of `x` are no manifest of `x.local`.
    guard let role = Role.allCases.first(where: { name.hasSuffix($0.rawValue) }) else {
      role = nil
      sensor = nil
      problem = name.hasSuffix(".yml") ? "A manifest's name ends in .yaml; rename it." : nil
      return
    }
    self.role = role
    do throws(LooopError) {
      let found = try Identifier(String(name.dropLast(role.rawValue.count)), "sensor")
      problem = Self.problem(with: found)
      sensor = problem == nil ? found : nil
    } catch {
      sensor = nil
      problem = error.message
    }
  }

  /// Why no sensor can be called so; nil when one can. The manifest of `x.local` would be the values
  /// of `x`.
  static func problem(with sensor: Identifier) -> String? {
    sensor.text.hasSuffix(".local") ? "A sensor's name does not end in '.local'." : nil
  }
}
