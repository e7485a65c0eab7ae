internal import Foundation
internal import Testing

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

  /// The agent's real program, where it was fetched to; nil when there is none, which is told.
  static func program(_ agent: Agent, _ tell: Narrator) -> String? {
    if let path = environment("LOOOP_LIVE_\(agent.rawValue.uppercased())"),
      FileManager.default.isExecutableFile(atPath: path)
    {
      return path
    }
    let why = "there is no \(agent) to run: scripts/fetch-agents \(agent) says why"
    tell.skip(why)
    if mode == .require { Issue.record("\(why)") }
    return nil
  }

  /// The folder of the PyPI client of MCP, where it was fetched to; nil when there is none, which is told.
  static func clientFolder(_ tell: Narrator) -> String? {
    if let path = environment("LOOOP_LIVE_MCP"), FileManager.default.fileExists(atPath: path) {
      return path
    }
    let why = "there is no MCP client to run: scripts/fetch-mcp says why"
    tell.skip(why)
    if mode == .require { Issue.record("\(why)") }
    return nil
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
