internal import Foundation
internal import Testing

/// A program that some tests need and none brings along.
enum Tool: String {
  case gh, curl, shellcheck, perl, tmux, zsh, fish, mandoc

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Whether it can be found where a sandbox looks for programs. With `LOOOP_TOOLS=require` a tool
  /// that cannot is a failure.
  func isThere() throws -> Bool {
    let isThere = ["/usr/local/bin", "/usr/bin", "/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(rawValue)")
    }
    if !isThere, ProcessInfo.processInfo.environment["LOOOP_TOOLS"] == "require" {
      throw Missing(description: "\(lack), and LOOOP_TOOLS requires it")
    }
    return isThere
  }

  var lack: String { "there is no \(rawValue) to run" }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test whose tool is missing, and says so.
  static func needs(_ tool: Tool) -> Self {
    .enabled("\(tool.lack)") { try tool.isThere() }
  }
}
