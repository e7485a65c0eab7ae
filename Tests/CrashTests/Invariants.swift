import Foundation
import TestSupport

/// What must hold of a data dir after whatever happened to the loop, as sentences for each breach.
struct Invariants {
  let box: Sandbox

  /// I2: every record parses and no text is empty; of the logs every line parses, but for what a
  /// death tore in one append. `except` are broken from the start.
  func records(torn: Int, except: Set<String> = []) -> [String] {
    files().filter { !except.contains($0) }.compactMap { path in
      let text = box.text("data/\(path)")
      let isWhole =
        switch path.split(separator: ".").last {
        case "json": (try? JSON(text)) != nil
        case "md", "sh", "yaml", "cmd", "delivered": !text.isEmpty || path == "journal.md"
        case "jsonl" where !path.hasSuffix("stream.jsonl"):
          text.split(separator: "\n").count { (try? JSON(String($0))) == nil } <= torn
        default: true
        }
      // One that is gone by now was moved on while we looked.
      if isWhole || !box.exists("data/\(path)") { return nil }
      return "I2: \(path) is torn: \(text.suffix(200))"
    }
  }

  /// I1: what a verb acknowledged is there.
  func acknowledged(
    answers: [String: String], goals: [String: String], asks: [String: String]
  ) -> [String] {
    var lost: [String] = []
    for (id, words) in answers {
      let record = text(of: id, "answers/\(id).json", "mailbox.d/\(id).answer.json")
      if record["answer"].string != words {
        lost.append("I1: the answer to \(id) is \(record.text)")
      }
    }
    for (id, ask) in asks {
      let record = text(of: id, "asks/\(id).json", "mailbox.d/\(id).ask.json")
      if record.text != ask { lost.append("I1: the ask \(id) was \(ask), is \(record.text)") }
    }
    for (id, body) in goals where box.text("data/goals/\(id).md") != body {
      lost.append("I1: the goal \(id) is '\(box.text("data/goals/\(id).md"))'")
    }
    return lost
  }

  /// How many pushed readings are counted.
  var received: Int { pushReading["signal"]["received"].int ?? 0 }

  private var pushReading: JSON { (try? JSON(box.text("data/snapshots/sensor-ci.json"))) ?? .null }

  /// I1: what `push` acknowledged is counted, and once. Of `unsure` ones it died before it could, and
  /// they were sent again.
  func counted(_ pushed: Set<Int>, unsure: Set<Int> = []) -> [String] {
    let told = pushReading["detail"]["pushes"].array.compactMap { $0["signal"]["id"].int }
    var breaches = pushed.sorted().compactMap { id -> String? in
      let count = told.count { $0 == id }
      if count == 1 || count == 2 && unsure.contains(id) { return nil }
      return "I1: the push \(id) was counted \(count) times"
    }
    if received != told.count {
      breaches.append("I1: \(received) pushes were received, \(told.count) are told")
    }
    return breaches
  }

  /// What the loop wrote is not believed like another's, wherever its writing was cut short.
  func distrusted(_ sensor: String) -> [String] {
    var breaches: [String] = []
    let trust = (try? JSON(box.text("data/snapshots/sensor-\(sensor).json")))?["trust"].string
    if trust != "untrusted" { breaches.append("\(sensor) is \(trust ?? "not read")") }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(box.data)/sensors")) ?? []
    if files.contains(where: { $0.hasPrefix(".trial-") }) {
      breaches.append("a trial of a sensor is left")
    }
    return breaches
  }

  /// I3: never two pulses.
  func onePulse() async throws -> [String] {
    let pulses = { Set(marked().filter { Processes.words(of: $0).contains(" pulse --locked") }) }
    // A child that is just being started has the words of its parent, for a moment.
    var seen = pulses()
    for _ in 1...20 where seen.count > 1 {
      try await Task.sleep(for: .milliseconds(5))
      seen.formIntersection(pulses())
    }
    return seen.count > 1 ? ["I3: \(seen.count) pulses"] : []
  }

  /// I5: each move that was cut short is told once to the person, and no other is.
  func journaled(_ interrupted: Set<String>) -> [String] {
    // Whole lines: half a line of a torn append is followed by the whole one.
    let told = box.journal.compactMap { line in
      line.firstMatch(of: #/interrupted ([a-z0-9-]+): .*(?:was interrupted|is unknown)$/#)
        .map { String($0.1) }
    }
    return interrupted.union(told).sorted().compactMap { id in
      let count = told.count { $0 == id }
      if count == (interrupted.contains(id) ? 1 : 0) { return nil }
      return "I5: \(id) was reported \(count) times"
    }
  }

  /// I5: each move that was cut short is told to the decider.
  func prompted(_ interrupted: Set<String>) -> [String] {
    let prompts = box.names(in: "data/runs").map { box.text("data/runs/\($0)/prompt.md") }
    return interrupted.sorted().filter { id in !prompts.contains { $0.contains("| \(id): ") } }
      .map { "I5: no prompt told of \($0)" }
  }

  /// I8: nothing runs any more.
  func nothingRuns() -> [String] { marked().map { "I8: left behind: \(Processes.words(of: $0))" } }

  private func marked() -> [Int32] { Processes.marked("LOOOP_DATA_DIR=\(box.data)") }

  private func text(of id: String, _ paths: String...) -> JSON {
    paths.lazy.map { "data/\($0)" }.filter(box.exists).compactMap { try? JSON(box.text($0)) }.first
      ?? .null
  }

  private func files() -> [String] {
    FileManager.default.enumerator(atPath: box.data)?.compactMap { $0 as? String }
      .filter { !$0.contains(".tmp-") } ?? []
  }
}
