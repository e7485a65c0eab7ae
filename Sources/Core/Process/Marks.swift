/// The environment variables by which looop knows its own children, and tells them where they are.
public enum Marks {
  /// Set for every child of a beat: sensors, the runner's call, `run_shell`.
  public static let run = "LOOOP_RUN"
  /// Set for a worker and everything it starts.
  public static let session = "LOOOP_SESSION_ID"
  /// Which life of the worker: ids are used again.
  public static let generation = "LOOOP_GENERATION"
  public static let dataDirectory = "LOOOP_DATA_DIR"
  public static let binary = "LOOOP_BIN"
  public static let reports = "LOOOP_REPORTS_DIR"
  public static let askWait = "LOOOP_ASK_WAIT"

  /// `environment` as it would be outside the loop.
  public static func unmarked(_ environment: [String: String]) -> [String: String] {
    environment.filter { ![run, session, generation, reports, askWait].contains($0.key) }
  }

  /// Whether `environment` belongs to a child of a loop.
  public static func isInside(_ environment: [String: String]) -> Bool {
    environment[run] != nil || environment[session] != nil
  }
}
