internal import Base
internal import Core

/// What the demo runner decides: the goal `release` wants release notes, written by a worker and
/// merged with the human's yes.
struct DemoJudgment {
  let prompt: String

  var move: JSONValue {
    guard prompt.contains("\n### goal release\n"), let repository = reading("repo") else {
      return noop("the demo has nothing to do here")
    }
    if repository["signal"]?["merged"]?.bool == true {
      return [
        "action": "archive_goal", "id": "release",
        "journal": "the release notes are merged: goal reached",
      ]
    }
    if repository["signal"]?["branch"]?.bool == true { return merge(repository) }
    if section("WORKERS").contains("- notes:") {
      return noop("the worker is writing the release notes")
    }
    return [
      "action": "start_worker", "id": "notes", "goal": "release",
      "prompt": "Write NOTES.md for the next release, on a branch of its own. Ask for the name.",
      "journal": "a worker writes the release notes",
    ]
  }

  private func merge(_ repository: JSONValue) -> JSONValue {
    let asks = section("ASKS AND ANSWERS")
    if asks.contains("### ask gate-") {
      guard let answer = asks.firstRange(of: "answered by the human:\n| ") else {
        return noop("the merge waits for the human")
      }
      if asks[answer.upperBound...].hasPrefix("yes") { return noop("the merge has just run") }
      return [
        "action": "archive_goal", "id": "release",
        "journal": "the notes stay unmerged, as the human said",
      ]
    }
    if !section("LAST OUTPUT").isEmpty { return noop("the merge has just run") }
    let path = repository["detail"]?["path"]?.string ?? "."
    return [
      "action": "run_shell", "cmd": .string("git -C \(path) merge --ff-only notes"),
      "reason": "the release notes are ready", "goal": "release",
    ]
  }

  private func noop(_ reason: String) -> JSONValue {
    ["action": "noop", "reason": .string(reason)]
  }

  /// The text of one section of the prompt.
  private func section(_ heading: String) -> String {
    guard let start = prompt.firstRange(of: "\n## \(heading)\n") else { return "" }
    let rest = prompt[start.upperBound...]
    return String(rest.firstRange(of: "\n## ").map { rest[..<$0.lowerBound] } ?? rest)
  }

  /// `signal` and `detail` of one sensor's reading.
  private func reading(_ sensor: String) -> JSONValue? {
    var lines = section("READINGS").split(separator: "\n").drop { $0 != "### sensor \(sensor)" }
    guard !lines.isEmpty else { return nil }
    lines = lines.dropFirst()
    var result = JSONObject()
    for line in lines.prefix(while: { !$0.hasPrefix("### ") }) {
      for key in ["signal", "detail"] where line.hasPrefix("| \(key): ") {
        result[key] = try? JSONParser.parse(String(line.dropFirst(key.count + 4)))
      }
    }
    return .object(result)
  }
}
