package import Base

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

  /// How the folder of a sensor's test cases ends.
  static let casesEnding = ".test"

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

/// What a new sensor may be called.
package enum SensorName {
  /// Throws `E_ID` or `E_ID_RESERVED`.
  package static func new(_ text: String) throws(LooopError) -> Identifier {
    let name = try Identifier.unreserved(text, "sensor")
    if let problem = SensorFileName.problem(with: name) ?? problem(withNew: name) {
      throw LooopError(.usage, code: "E_ID", problem, hint: "Choose another name.")
    }
    return name
  }

  /// Those that are there already may keep such a name.
  static func problem(withNew name: Identifier) -> String? {
    if name.text == "all" { return "A sensor's name must not be 'all', which names every sensor." }
    return name.text.hasSuffix(SensorFileName.casesEnding)
      ? "A sensor's name must not end in '.test', as its folder of test cases does." : nil
  }
}
