/// The codes of the events that this looop writes, as docs/events.md lists them.
package enum EventCodes {
  private static let areas: [String: [String]] = [
    "ask": ["answered", "delivered", "raised", "withdrawn"],
    "beat": ["ended"],
    "budget": ["spent"],
    "call": ["ended", "started"],
    "config": ["invalid"],
    "file": ["broken"],
    "gate": ["ruled"],
    "goal": ["archived", "quarantined", "written"],
    "journal": ["unwritten", "written"],
    "loop": ["paused", "resumed", "woke"],
    "notify": ["ended", "failed", "interrupted", "lost", "refused", "sent", "started"],
    "playbook": ["written"],
    "pulse": ["degraded", "lost", "signalled", "started", "stopped", "swept"],
    "retention": ["failed"],
    "runner": ["parked", "unparked"],
    "sensor": ["added", "disabled", "enabled", "flaps", "removed", "runs", "written"],
    "state": ["unwritten"],
    "worker": ["ended", "signalled", "started", "stuck"],
  ]

  package static let all = areas.flatMap { area, names in names.map { "\(area).\($0)" } }.sorted()

  /// Whether it is a code, or an area that has some.
  package static func has(_ word: String) -> Bool { areas[word] != nil || all.contains(word) }

  /// What may be asked for: the areas and the codes.
  package static var words: [String] { areas.keys.sorted() + all }

  /// The codes as a list for a person, a line for each area.
  package static var list: String {
    areas.keys.sorted().map { area in
      "  \(area): " + (areas[area] ?? []).map { "\(area).\($0)" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }
}
