import Foundation
import TestSupport
import Testing

/// Notifiers in a sandbox.
extension Sandbox {
  /// A command for `--exec` that keeps each message as a line of `sent`, and then runs `then`, with the
  /// message in `$m` and its nonce in `$n`.
  func keeping(_ then: String = "") -> String {
    #"read -r m; printf '%s\n' "$m" >>'\#(path("sent"))'; "#
      + #"n=$(printf '%s\n' "$m" | sed -n 's/.*"nonce":"\([a-z0-9]*\)".*/\1/p'); "# + then
  }

  /// The messages that such a command was given.
  var sent: [JSON] { lines("sent") }

  func sent(_ count: Int) async throws -> [JSON] {
    try await Until.get("\(count) messages", saw: { "\(sent.map(\.text)), \(notices.map(\.text))" })
    {
      sent.count >= count ? sent : nil
    }
  }

  /// What `events.jsonl` says of notifiers.
  var notices: [JSON] {
    lines("data/events.jsonl").filter { $0["event"].string?.hasPrefix("notify.") == true }
  }

  func notice(_ code: String, _ part: String = "") async throws -> JSON {
    try await Until.get("\(code) \(part)", saw: { "\(notices.map(\.text))" }) {
      notices.first { $0["event"].string == code && (part.isEmpty || $0.text.contains(part)) }
    }
  }

  func count(_ code: String) -> Int { notices.count { $0["event"].string == code } }

  /// A question of the worker `fix`, which does not wait for its answer.
  func question(_ words: [String] = ["Red or blue?"], _ more: [String] = []) async throws {
    let result = try await start(["ask", "fix"] + words + ["--wait", "0s"] + more).finish()
    #expect(result.code == 75, "\(result)")
  }

  func startNotifier(_ command: String, _ options: [String] = []) async throws -> Running {
    let running = try start(["notify", "--exec", command] + options)
    _ = try await notice("notify.started")
    return running
  }

  func answer(_ id: String) -> JSON { (try? JSON(text("data/answers/\(id).json"))) ?? .null }
}
