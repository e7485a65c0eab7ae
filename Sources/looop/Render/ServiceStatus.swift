internal import Base

/// What `service status` knows: the unit file, what its manager says of it, and the pulse.
struct ServiceStatus: Shaped {
  let manager: ServiceKind
  let name: String
  let file: String
  let isInstalled: Bool
  /// In the manager's own words; nil where it did not answer.
  let enabled: String?
  let active: String?
  let isPulseAlive: Bool
  /// What to do next, if anything.
  let next: String?

  static let shape = Shape<ServiceStatus> { field in
    field.version()
    field("manager", { $0.manager.rawValue }, "`systemd` or `launchd`")
    field("name", \.name, "of the unit")
    field("file", \.file, "where its file is, or would be")
    field("installed", \.isInstalled, "whether that file is there")
    field(
      "enabled", \.enabled, "whether it starts by itself, in its manager's words, or null")
    field("active", \.active, "whether it runs, in its manager's words, or null")
    field("pulse_alive", \.isPulseAlive, "whether a process holds the loop, a service or not")
    field("next", \.next, "what to do next, if anything")
  }

  func text(in empty: FactSheet) -> String {
    var sheet = empty
    sheet.add("unit", isInstalled ? file : "\(file) (not installed)")
    if isInstalled {
      sheet.add("enabled", enabled ?? "unknown: \(manager.rawValue) does not answer")
      sheet.add("active", active ?? "unknown: \(manager.rawValue) does not answer")
    }
    sheet.add("pulse", isPulseAlive ? "up" : "down")
    sheet.add("next", next ?? "")
    return sheet.text
  }
}
