internal import Foundation
internal import Testing

/// A program that some tests need and none brings along.
enum Tool: String {
  case gh, curl, shellcheck

  /// Whether it can be found where a sandbox looks for programs.
  var isThere: Bool {
    ["/usr/local/bin", "/usr/bin", "/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(rawValue)")
    }
  }

  /// With `LOOOP_TOOLS=require` nothing is skipped: a test that lacks its tool fails by itself.
  static let areRequired = ProcessInfo.processInfo.environment["LOOOP_TOOLS"] == "require"
}

extension Trait where Self == ConditionTrait {
  /// Skips a test whose tool is missing, and says so.
  static func needs(_ tool: Tool) -> Self {
    .enabled(
      if: tool.isThere || Tool.areRequired,
      "there is no \(tool) to run; with LOOOP_TOOLS=require that is a failure")
  }
}
