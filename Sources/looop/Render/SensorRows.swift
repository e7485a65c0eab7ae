internal import Base
internal import Core
internal import Sensors

/// The sensors of a data dir as a list, and those that ship.
enum SensorRows {
  /// One sensor of the data dir.
  struct Row {
    let entry: SensorEntry
    let reading: Reading?
    /// What its manifest says of it; a sensor that is switched off says nothing itself.
    let description: String
  }

  static func json(_ row: Row) -> JSONValue {
    var object: JSONObject = [
      "name": .string(row.entry.name.text), "state": .string(state(row)),
      "description": .string(row.description),
    ]
    guard case .sensor(let sensor) = row.entry else {
      if case .broken(_, let error) = row.entry { object["description"] = .string(error.message) }
      return .object(object)
    }
    object["every_s"] = JSONValue(sensor.timing.every?.seconds)
    object["error"] = row.reading?.observation.problem.map(JSONValue.string)
    object["failing"] = row.reading?.hiddenFailure.map(JSONValue.string)
    return .object(object)
  }

  /// Name, state, and what a person looks for: what went wrong, else what it is.
  static func cells(_ row: Row) -> [String] {
    let json = json(row)
    let failing = json["failing"]?.string
    let last = json["error"]?.string ?? failing ?? json["description"]?.string ?? ""
    return [row.entry.name.text, state(row) + (failing == nil ? "" : ", failing"), last]
      .map(Untrusted.oneLine)
  }

  private static func state(_ row: Row) -> String {
    switch row.entry {
    case .sensor: row.reading?.status.rawValue ?? "not run yet"
    case .broken: "broken"
    case .disabled: "disabled"
    }
  }

  // MARK: Those that ship

  struct Shipped {
    let name: String
    let description: String
    let isInstalled: Bool

    var json: JSONValue {
      [
        "name": .string(name), "description": .string(description),
        "installed": .bool(isInstalled),
      ]
    }

    var cells: [String] { [name, isInstalled ? "installed" : "-", description] }
  }
}
