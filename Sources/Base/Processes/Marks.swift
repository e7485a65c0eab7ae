/// The environment variables by which looop recognises its own children, and by which they find
/// their loop.
package enum Marks {
  /// Set for every child of a beat: sensors, the runner's call, `run_shell`.
  package static let run = "LOOOP_RUN"
  /// What `run` says of a sensor's run, which belongs to no beat.
  package static let sensing = "sense"
  /// Set for a worker and everything it starts.
  package static let session = "LOOOP_SESSION_ID"
  /// Set for what a notifier runs, to the notifier's name.
  package static let notify = "LOOOP_NOTIFY"
  /// The generation of the worker: ids are reused, generations are not.
  package static let generation = "LOOOP_GENERATION"
  package static let dataDirectory = "LOOOP_DATA_DIR"
  package static let binary = "LOOOP_BIN"
  /// Where the config is, unless it is at its usual place.
  package static let config = "LOOOP_CONFIG"
  package static let reports = "LOOOP_REPORTS_DIR"
  package static let askWait = "LOOOP_ASK_WAIT"

  /// `environment` without the marks of a loop's child.
  package static func unmarked(_ environment: [String: String]) -> [String: String] {
    environment.filter { ![run, session, notify, generation, reports, askWait].contains($0.key) }
  }

  /// Whether `environment` belongs to a child of a loop.
  package static func isInside(_ environment: [String: String]) -> Bool {
    [run, session, notify].contains { environment[$0] != nil }
  }
}
