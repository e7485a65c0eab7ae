internal import Foundation
internal import Testing

/// Watching a loop at work, through its own files.
extension Sandbox {
  /// Brings the pulse up and waits until it has decided on the seeded world and rests.
  public func upAndRest() async throws {
    let before = beats.count
    try await upWithWork()
    _ = try await beat(before + 1)
  }

  /// Makes everything in a new data dir something to decide on, which by itself it is not: without a
  /// baseline all of it is new.
  public func prepareWork() async throws {
    try await must("pause")
    try await must("resume")
    // A data dir that a test filled by itself has none.
    try? FileManager.default.removeItem(atPath: path("data/.last-world.json"))
  }

  /// `up`, with something to decide on also in a new data dir.
  @discardableResult
  public func upWithWork() async throws -> String {
    if names(in: "data/runs").isEmpty { try await prepareWork() }
    return try await must("up")
  }

  /// The pulse's log: the beats that did something.
  public var beats: [JSON] {
    lines("data/events.jsonl").filter { $0["event"] == "beat.ended" }
  }

  /// The records of a file that has one a line.
  public func lines(_ name: String) -> [JSON] {
    text(name).split(separator: "\n").compactMap { try? JSON(String($0)) }
  }

  /// The beat of that number, the first is 1, once it is over.
  public func beat(_ number: Int) async throws -> JSON {
    try await Until.get("beat \(number)", saw: { "\(beats.map(\.text))" }) {
      let all = beats
      return all.count >= number ? all[number - 1] : nil
    }
  }

  /// The first beat with that outcome, and that text in it.
  @discardableResult
  public func beat(_ outcome: String, _ part: String = "") async throws -> JSON {
    try await Until.get("a beat \(outcome) '\(part)'", saw: { "\(beats.map(\.text))" }) {
      beats.first {
        $0["outcome"].string == outcome && (part.isEmpty || $0.text.contains(part))
      }
    }
  }

  public var journal: [String] {
    text("data/journal.md").split(separator: "\n").map(String.init)
  }

  /// The lines of the journal that tell what the loop did, without those of what a human did.
  public var moves: [String] {
    let acts = [
      "paused", "resumed", "written", "archived", "added", "removed", "started", "ended",
      "unparked", "answered",
    ]
    return journal.filter { line in
      !acts.contains { line.contains(" \($0) by \(Self.account) via ") }
    }
  }

  /// The pulse's pid.
  public func pulse() throws -> Int32 {
    guard let pid = try JSON(text("data/.lock/lock"))["pid"].int else {
      throw Until.GaveUp(description: "nobody signed the lock")
    }
    return Int32(pid)
  }

  public func state() async throws -> JSON { try await looop("state", "--json").json() }

  /// The pid that a process wrote into that file as its only line; the sandbox ends it at last.
  public func pid(in name: String) async throws -> Int32 {
    let pid = try await Until.get("the pid in \(name)") { Int32(text(name).dropLast()) }
    adopt(pid)
    return pid
  }

  /// What `asks` says of one ask, once it lists it.
  public func ask(_ id: String) async throws -> String {
    try await Until.get("the ask \(id)") { try await listed(id) }
  }

  private func listed(_ id: String) async throws -> String? {
    let lines = try await must("asks").split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.hasPrefix("\(id)  ") }) else { return nil }
    var ask = [lines[first]] + lines[(first + 1)...].prefix { $0.isEmpty || $0.hasPrefix(" ") }
    while ask.last?.isEmpty == true { ask.removeLast() }
    return ask.joined(separator: "\n")
  }

  /// The file, once it is there; its text.
  public func file(_ name: String) async throws -> String {
    try await Until.get(name, saw: { "\(self.names(in: "data"))" }) {
      exists(name) ? text(name) : nil
    }
  }

  /// What `state` printed, without what goes by the hour or by chance: times, and which beat was last.
  public func timeless(_ text: String) -> String {
    shown(text).replacing("by \(Self.account) via", with: "by USER via")
      .replacing(#/(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d/#, with: "CLOCK")
      .replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d/#, with: "MINUTE")
      .replacing(#/\d+[smhd] ago/#, with: "T ago").replacing(#/in \d+[smhd]/#, with: "in T")
      .replacing(#/for \d+[smhd]/#, with: "for T").replacing(#/\(now\)/#, with: "(in T)")
      .replacing(#/-CONT \d+/#, with: "-CONT N")
      .replacing(#/(?m)^beat     CLOCK \(T ago\): .*$/#, with: "beat     CLOCK (T ago): WHAT")
      .replacing(#/(?m)^next     CLOCK \(in T\): .*$/#, with: "next     CLOCK (in T): WHAT")
  }

  /// The worker of that id in `state`, once it is in that state.
  @discardableResult
  public func worker(_ id: String, _ wanted: String) async throws -> JSON {
    try await Until.get("worker \(id) \(wanted)", saw: { text("data/sessions/\(id)/output.log") }) {
      try await state()["workers"].array.first {
        $0["id"].string == id && $0["state"].string == wanted
      }
    }
  }
}
