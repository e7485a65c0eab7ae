internal import Base
package import Core

/// `opencode run --format json`: one JSON object per line, a part as soon as it is finished. No line
/// ends the run, only the exit of the process does. Without the option it prints its answer as text.
///
/// From the sources of the 1.x and 2.x lines (1.18, 2.0); never read from the real program.
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
  /// How far the run has come, as its own session's lines tell.
  private enum Progress {
    case working
    /// The agent spoke last. 1.14 may leave the last `step_finish` out.
    case spoken
    /// Its model had nothing more to say.
    case stopped
  }

  private var record: RunRecord
  /// The run's own session; a sub-agent's has another id.
  private var session: String?
  private var progress = Progress.working
  /// The last error, unless the run went on after it: 2.x may try a step again.
  private var failure: RunnerFailure?
  private var message: String?
  /// The texts of that message.
  private var parts = LastTexts()
  /// What came before any event: all there is without `--format json`.
  private var plainLines = LastTexts()

  init(preset: RunnerPreset) { record = RunRecord(preset: preset) }

  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
    guard let event = record.object(line), event["type"]?.string != nil else {
      // It may be the torn half of whatever came next.
      if progress == .spoken { progress = .working }
      return session == nil ? plain(line) : [.unrecognised]
    }
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
    let errorLine = FailureText.errorLine(stderrTail)
    // Without events standard error is all that tells why.
    let cause = session == nil ? FailureText.failureClass(of: errorLine) : nil
    return record.outcome(
      ending, exit: exit, errorLine: errorLine,
      cause: cause.map { RunnerFailure($0, errorLine) }, parse: parse)
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
      let told = OpencodeFailure.failure(event["error"], isBeforeSession: session == nil)
      failure = told
      return [.failure(told)]
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

  /// A message's texts are one answer.
  private mutating func closeMessage() {
    record.say(parts.all.joined(separator: "\n"))
    parts.removeAll()
  }

  /// What a step cost counts whoever's it was.
  private mutating func finishStep(_ part: JSONValue?, isOwn: Bool) -> [RunnerEvent] {
    let tokens = part?["tokens"]
    record.usage =
      record.usage
      + Usage(
        input: tokens?["input"]?.tokens ?? 0,
        // Reasoning is no part of the output here, and priced like it.
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
