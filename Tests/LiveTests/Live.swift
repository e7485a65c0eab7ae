internal import Foundation

/// What this run of the tests may and must do; `scripts/test-live` says so in the environment.
enum Live {
  enum Mode: String {
    /// What cannot be run is skipped, and said.
    case run
    /// What cannot be run is a failure.
    case require
  }

  /// nil in a plain run of the tests: they need hundreds of megabytes that are not part of this.
  static let mode = environment("LOOOP_LIVE").flatMap(Mode.init)

  /// The agent's real program, where it was fetched to.
  static func program(_ agent: Agent) -> String? {
    environment("LOOOP_LIVE_\(agent.rawValue.uppercased())").flatMap {
      FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil
    }
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
