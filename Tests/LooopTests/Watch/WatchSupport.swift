import Base
import Core
import Screen

@testable import looop

extension WatchModel {
  /// A window that shows a small fleet, as at 100 s.
  static func showing(
    _ fleet: WatchedFleet = .sample, columns: Int = 80, rows: Int = 24,
    _ selected: SessionName = .pulse
  ) -> WatchModel {
    var model = WatchModel(columns: columns, rows: rows, selected: selected, now: 10_100)
    model.handle(.fleet(fleet))
    return model
  }

  mutating func type(_ text: String) {
    for character in text { handle(.key(.text(character))) }
  }

  mutating func press(_ keys: Key...) {
    for key in keys { handle(.key(key)) }
  }

  /// A session of so many numbered lines.
  mutating func say(_ lines: Range<Int>, isFresh: Bool = true) {
    handle(
      .words(SessionWords(isFresh: isFresh, lines: lines.map { .foreign("line \($0)") })))
  }

  /// The rows of the pane as they are shown.
  var paneLines: [String] {
    Array(WatchDrawing.frame(of: self).lines[layout.pane])
  }

  var text: String { WatchDrawing.frame(of: self).text }
}

extension Frame {
  /// The rows, without the empty ones at the end.
  var text: String {
    let end = lines.lastIndex { !$0.isEmpty } ?? -1
    return lines[...end].joined(separator: "\n") + "\n"
  }
}

extension Identifier {
  static func sample(_ text: String) -> Identifier {
    Identifier(valid: text).unsafelyUnwrapped
  }
}

extension SessionName {
  static func sample(_ text: String) -> SessionName { .worker(.sample(text)) }
}

extension WatchedFleet {
  /// The pulse, three living workers in all kinds of trouble, and two that ended.
  static var sample: WatchedFleet {
    var fleet = WatchedFleet()
    fleet.headline = { "up (pid 7): asking claude for \($0 - 10_088)s" }
    var pulse = Session(name: .pulse)
    (pulse.state, pulse.wroteAt) = ("deciding", 10_088)
    fleet.sessions = [
      pulse,
      Session(
        name: .sample("fix-login"), goal: "ship-v2", health: "ok", state: "running",
        runner: "claude", kind: "terminal", wroteAt: 10_097, startedAt: 9_000, spent: "$0.4210"),
      Session(
        name: .sample("ask-me"), goal: "ship-v2", health: "ok", state: "waiting-ask",
        runner: "codex", kind: "headless", wroteAt: 9_900, startedAt: 8_000, askedAt: 9_910,
        spent: "$1.20", trouble: .waiting),
      Session(
        name: .sample("silent"), health: "stuck", state: "stuck", runner: "custom",
        kind: "terminal", wroteAt: 3_000, startedAt: 2_000, trouble: .waiting),
      Session(
        name: .sample("broken"), goal: "docs", health: "failed", state: "exited(3)",
        runner: "claude", kind: "headless", startedAt: 7_000, endedAt: 7_100, verify: "failed",
        spent: "$0.0100", isAlive: false, trouble: .failed),
      Session(
        name: .sample("finished"), goal: "docs", health: "done", state: "exited(0)",
        runner: "claude", kind: "headless", startedAt: 6_000, endedAt: 6_900, verify: "passed",
        spent: "$2.00", isAlive: false),
    ]
    fleet.goals = [
      Goal(id: .sample("ship-v2"), body: "Ship version 2.\n\n- the login works\n"),
      Goal(id: .sample("docs"), body: "The docs are true."),
    ]
    fleet.why = { columns in
      "A decision is being made: asking claude for 12s\n\n"
        + "now          asking claude for 12s\nwaits        setup-1\n  | in \(columns) columns"
    }
    return fleet
  }
}
