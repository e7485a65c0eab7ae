internal import Base
internal import Core

/// What the demo runner decides: the goal `release` wants release notes, written by a worker and
/// merged with the human's yes.
struct DemoJudgment {
  let prompt: String

  var move: JSONValue {
    if let recipe = Recipe.all.first(where: { prompt.contains("\n### goal \($0.name)\n") }) {
      return follow(recipe)
    }
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

  // MARK: Recipes

  /// One worker for each item that the recipe's sensor shows; where the recipe has a command for what a
  /// worker finished, that.
  private func follow(_ recipe: Recipe) -> JSONValue {
    let rule = recipe.demo
    let signal = reading(rule["from"]?.string ?? recipe.sensor)?["signal"]
    let pointer = rule["items"]?.string.flatMap { JSONPointer($0) }
    let value = pointer.flatMap { pointer in signal.flatMap { pointer.value(in: $0) } }
    let items = (value?.array ?? value.map { [$0] } ?? []).compactMap(Self.word)
    let workers = section("WORKERS")
    for item in items {
      let id = Self.identifier((rule["worker"]?.string ?? "") + item)
      guard let start = workers.firstRange(of: "\n- \(id): ") else {
        return [
          "action": "start_worker", "id": .string(id), "goal": .string(recipe.name),
          "prompt": .string(Self.filled(rule["prompt"], with: item)),
          "journal": .string("a worker for \(item)"),
        ]
      }
      let line = workers[start.upperBound...].prefix { $0 != "\n" }
      if let then = rule["then"], then.string != nil, line.contains("said done"),
        section("LAST OUTPUT").isEmpty, !section("ASKS AND ANSWERS").contains("### ask gate-")
      {
        return [
          "action": "run_shell", "cmd": .string(Self.filled(then, with: item)),
          "reason": .string("\(id) is done"), "goal": .string(recipe.name),
        ]
      }
    }
    return noop("nothing is left to do for \(recipe.name)")
  }

  private static func word(_ value: JSONValue) -> String? {
    value.string ?? value.int.map(String.init)
  }

  private static func filled(_ template: JSONValue?, with item: String) -> String {
    (template?.string ?? "").replacing("{item}", with: item)
  }

  /// What cannot be in an id becomes a dash.
  private static func identifier(_ text: String) -> String {
    String(
      text.lowercased().prefix(40).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
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
