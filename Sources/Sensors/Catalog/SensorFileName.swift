internal import Base

/// One name in the sensors' folder: a file of a sensor, a misnamed file to report, or an unrelated
/// one (a helper program, a README, a folder of test cases).
struct SensorFileName: Equatable {
  /// Which of its sensor's files it is.
  enum Role: String, CaseIterable {
    case script = ".sh"
    /// The values of its inputs.
    case values = ".local.yaml"
    case manifest = ".yaml"

    // Compared as bytes: each beat does it for every file.
    private static let endings = allCases.map { ($0, Array($0.rawValue.utf8.reversed())) }

    static func of(_ name: String) -> Role? {
      endings.first { name.utf8.reversed().starts(with: $1) }?.0
    }
  }

  /// The files that a sensor has.
  struct Roles: OptionSet {
    let rawValue: UInt8
    static let script = Roles(rawValue: 1)
    static let values = Roles(rawValue: 2)
    static let manifest = Roles(rawValue: 4)
    static let all: Roles = [.script, .values, .manifest]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ role: Role) {
      switch role {
      case .script: self = .script
      case .values: self = .values
      case .manifest: self = .manifest
      }
    }
  }

  let name: String
  let role: Role?
  let sensor: Identifier?
  let problem: String?

  init(_ name: String) {
    self.name = name
    // The longest ending is tried first: the values of `x` are not a manifest of `x.local`.
    guard let role = Role.of(name) else {
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

  /// Why a sensor cannot have this name; nil when it can. The manifest of `x.local` would be the
  /// values file of `x`.
  static func problem(with sensor: Identifier) -> String? {
    sensor.text.hasSuffix(".local") ? "A sensor's name must not end in '.local'." : nil
  }
}
