internal import Base
package import Core

/// `opencode run --format json`: one JSON object per line, for each part once it is finished. No line
/// ends the run, only the exit of the process does. Without the option it prints its answer as text.
///
/// Written from the sources of 1.18 and 2.0; not tested with the real program.
package struct OpencodeRunner: Runner {
  package static let id = "opencode"

  private let preset: RunnerPreset

  package init(preset: RunnerPreset) { self.preset = preset }

  package static func workerKind(of command: String) -> WorkerKind {
    CommandWords(command).leading.contains("run") ? .headless : .terminal
  }

  package func makeStream() -> any RunnerStream { OpencodeStream(preset: preset) }
}

private struct OpencodeStream: RunnerStream {
  /// How far the run has come, by the lines of its own session.
  private enum Progress {
    case working
    /// The agent's words came last. 1.14 may omit the last `step_finish`.
    case spoken
    /// The model ended its turn.
    case stopped
  }

  private var record: RunRecord
  /// The run's own session; sub-agents have sessions of their own.
  private var session: String?
  private var progress = Progress.working
  /// The last error, unless the run went on after it: 2.x may retry a step.
  private var failure: RunnerFailure?
  /// The id of the message under way.
  private var message: String?
  /// The texts of that message.
  private var parts = LastTexts()
  /// Lines before the first event: the whole answer without `--format json`.
  private var plainLines = LastTexts()

  init(preset: RunnerPreset) { record = RunRecord(preset: preset) }

  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
    let events = record.objects(line).filter { $0["type"]?.string != nil }
    guard !events.isEmpty else {
      // It may be the first half of a torn event.
      if progress == .spoken { progress = .working }
      return session == nil ? plain(line) : [.unrecognised]
    }
    return events.flatMap { read($0) }
  }

  private mutating func read(_ event: JSONObject) -> [RunnerEvent] {
    let id = event["sessionID"]?.string ?? ""
    let isNew = session == nil && !id.isEmpty
    if isNew { session = id }
    return (isNew ? [.session(id)] : []) + read(event, isOwn: id.isEmpty || id == session)
  }

  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    closeMessage()
    if session == nil, failure == nil, exit.isSuccess {
      record.say(plainLines.all.joined(separator: "\n"))
      if !record.texts.isEmpty { progress = .spoken }
    }
    var ending = failure.map(RunRecord.Ending.failed)
    if ending == nil, progress == .stopped || (progress == .spoken && exit.isSuccess) {
      ending = .answered
    }
    return record.outcome(
      ending, exit: exit, errorLine: FailureText.errorLine(stderrTail), parse: parse)
  }

  private mutating func read(_ event: JSONObject, isOwn: Bool) -> [RunnerEvent] {
    let part = event["part"]
    switch event["type"]?.string {
    case "step_finish": return finishStep(part, isOwn: isOwn)
    case "step_start", "text", "reasoning", "tool_use", "error":
      if !isOwn { return [] }
    default: return [.unrecognised]
    }
    if event["type"]?.string == "error" {
      let reported = OpencodeFailure.failure(event["error"], isBeforeSession: session == nil)
      failure = reported
      return [.failure(reported)]
    }
    failure = nil
    progress = .working
    switch event["type"]?.string {
    case "text":
      guard let text = part?["text"]?.string else { return [.unrecognised] }
      say(text, in: part?["messageID"]?.string)
      return [.text(text)]
    case "reasoning": return part?["text"]?.string.map { [.reasoning($0)] } ?? []
    case "tool_use":
      let state = part?["state"]
      let call = RunnerEvent.tool(
        name: part?["tool"]?.string ?? "?", detail: (state?["input"] ?? .null).toolDetail)
      let result = state?["output"]?.string ?? state?["error"]?.string
      return [call] + (result.map { [.toolResult($0)] } ?? [])
    default: return []
    }
  }

  private mutating func plain(_ line: ArraySlice<UInt8>) -> [RunnerEvent] {
    let text = String(decoding: line, as: UTF8.self)
    plainLines.append(text)
    return text.allSatisfy(\.isWhitespace) ? [] : [.text(text)]
  }

  private mutating func say(_ text: String, in message: String?) {
    if message != self.message { closeMessage() }
    self.message = message
    parts.append(text)
    progress = .spoken
  }

  /// Joins the texts of a message into one answer.
  private mutating func closeMessage() {
    record.say(parts.all.joined(separator: "\n"))
    parts.removeAll()
  }

  /// The cost of a step counts even if it is a sub-agent's.
  private mutating func finishStep(_ part: JSONValue?, isOwn: Bool) -> [RunnerEvent] {
    let tokens = part?["tokens"]
    record.usage =
      record.usage
      + Usage(
        input: tokens?["input"]?.tokens ?? 0,
        // Reasoning is not part of the output here, but priced like it.
        output: (tokens?["output"]?.tokens ?? 0) + (tokens?["reasoning"]?.tokens ?? 0),
        cacheRead: tokens?["cache"]?["read"]?.tokens ?? 0,
        cacheWrite: tokens?["cache"]?["write"]?.tokens ?? 0, dollars: part?["cost"]?.dollars)
    guard isOwn else { return [.usage(record.usage)] }
    switch part?["reason"]?.string {
    case "stop": progress = .stopped
    case "tool-calls": progress = .working
    case "length": failure = RunnerFailure(.context, "the answer was cut at the output limit")
    case "content-filter": failure = RunnerFailure(.refused, "the provider filtered the answer")
    default: break
    }
    return [.usage(record.usage)]
  }
}
