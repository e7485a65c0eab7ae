internal import Base
package import Core

/// `pi -p --mode json`: one JSON object per line; `agent_end`, in newer versions `agent_settled`,
/// ends the run. Its exit code is 0 even when the call of the model failed.
///
/// Written from the sources of 0.58 and 0.8x; not tested with the real program.
package struct PiRunner: Runner {
  package static let id = "pi"

  private let preset: RunnerPreset

  package init(preset: RunnerPreset) { self.preset = preset }

  package static func workerKind(of command: String) -> WorkerKind {
    let words = CommandWords(command).leading
    return words.contains("-p") || words.contains("--print") ? .headless : .terminal
  }

  package func promisesResult(_ command: String) -> Bool {
    let words = CommandWords(command).last
    let pairs = zip(words, words.dropFirst())
    return words.contains("--mode=json") || pairs.contains { $0 == "--mode" && $1 == "json" }
  }

  package func makeStream() -> any RunnerStream { PiStream(preset: preset) }
}

private struct PiStream: RunnerStream {
  private var record: RunRecord
  private var ending: RunRecord.Ending?
  /// The end that the agent's last message would make.
  private var lastMessage: RunRecord.Ending?
  private var hasHeader = false
  /// Whether anything but the header was printed.
  private var hasBegun = false
  private var lastMessageCallsTools = false
  /// Whether the agent's last message was the end of its turn, and nothing began after it.
  private var hasEndedTurn = false

  init(preset: RunnerPreset) { record = RunRecord(preset: preset) }

  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
    let events = record.objects(line)
    return events.isEmpty ? [.unrecognised] : events.flatMap { read($0) }
  }

  private mutating func read(_ event: JSONObject) -> [RunnerEvent] {
    guard let type = event["type"]?.string else { return [.unrecognised] }
    if type == "session" {
      if !hasHeader { record.skipHeader() }
      hasHeader = true
      return event["id"]?.string.map { [.session($0)] } ?? [.unrecognised]
    }
    hasBegun = true
    switch type {
    case "agent_start":
      (ending, hasEndedTurn) = (nil, false)
      return []
    case "turn_end":
      if case .answered = lastMessage { hasEndedTurn = !lastMessageCallsTools }
      return []
    case "message_end": return message(event["message"])
    case "tool_execution_start":
      record.work()
      return [
        .tool(
          name: event["toolName"]?.string ?? "?", detail: (event["args"] ?? .null).toolDetail)
      ]
    case "tool_execution_end":
      return [.toolResult(Self.text(event["result"]?["content"]))]
    case "auto_retry_start": return retry(event)
    case "auto_retry_end":
      if event["success"]?.bool == false, let error = event["finalError"]?.string {
        lastMessage = .failed(Self.failure(error, or: .transient))
        ending = lastMessage
      }
      return []
    case "agent_end":
      return event["willRetry"]?.bool == true ? [] : end()
    case "agent_settled": return end()
    // They repeat other lines, or report what looop does not need.
    case "turn_start", "message_start":
      hasEndedTurn = false
      return []
    case "message_update", "tool_execution_update",
      "compaction_start", "compaction_end", "auto_compaction_start", "auto_compaction_end",
      "queue_update", "entry_appended", "session_info_changed", "thinking_level_changed":
      return []
    default: return type.hasPrefix("summarization_retry_") ? [] : [.unrecognised]
    }
  }

  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    let errorLine = FailureText.errorLine(stderrTail)
    if !hasBegun, hasHeader, exit.isSuccess,
      FailureText.failureClass(ofErrorLine: errorLine) == nil
    {
      // Nothing but the header: the prompt file was empty.
      ending = .failed(.inferred(.empty, "the agent was given no prompt"))
    }
    var cause: RunnerFailure?
    if case .failed(let failure) = lastMessage { cause = failure }
    // Its last lines say nothing new: where they are cut, the end of the turn will do.
    if ending == nil, hasEndedTurn, exit.isSuccess { ending = lastMessage }
    return record.outcome(
      ending, exit: exit, errorLine: errorLine, cause: cause, parse: parse)
  }

  /// 0.58 prints `agent_end` before each retry too; the next `agent_start` revokes it.
  private mutating func end() -> [RunnerEvent] {
    guard let lastMessage else { return [.ended] }
    let isNew = ending == nil
    ending = lastMessage
    if isNew, case .failed(let failure) = lastMessage { return [.failure(failure), .ended] }
    return [.ended]
  }

  private mutating func retry(_ event: JSONObject) -> [RunnerEvent] {
    ending = nil
    let failure = Self.failure(event["errorMessage"]?.string ?? "", or: .transient)
    record.retry(failure.failureClass)
    let delay = StatedWait.wait(event["delayMs"]?.double, .milliseconds(1))
    return [.retrying(failure.failureClass, delay: delay)]
  }

  private mutating func message(_ message: JSONValue?) -> [RunnerEvent] {
    guard let message, let role = message["role"]?.string else { return [.unrecognised] }
    hasEndedTurn = false
    guard role == "assistant" else { return [] }
    let blocks = message["content"]?.array ?? []
    lastMessageCallsTools =
      message["stopReason"]?.string == "toolUse"
      || blocks.contains { $0["type"]?.string == "toolCall" }
    let usage = message["usage"]
    record.usage =
      record.usage
      + Usage(
        input: usage?["input"]?.tokens ?? 0, output: usage?["output"]?.tokens ?? 0,
        cacheRead: usage?["cacheRead"]?.tokens ?? 0, cacheWrite: usage?["cacheWrite"]?.tokens ?? 0,
        dollars: usage?["cost"]?["total"]?.dollars)
    record.usage.model = message["model"]?.string ?? record.usage.model
    var events: [RunnerEvent] = []
    for block in blocks {
      if let thought = block["thinking"]?.string { events.append(.reasoning(thought)) }
    }
    let text = Self.text(message["content"])
    if !text.isEmpty { events.append(.text(text)) }
    switch message["stopReason"]?.string {
    case "error":
      lastMessage = .failed(Self.failure(message["errorMessage"]?.string ?? "", or: .protocol))
    case "aborted": lastMessage = .failed(RunnerFailure(.interrupted, "the run was interrupted"))
    case "length":
      lastMessage = .failed(
        RunnerFailure(.context, "the answer was cut at the output limit"))
    default:
      record.work()
      record.say(text)
      lastMessage = .answered
    }
    return events + [.usage(record.usage)]
  }

  private static func text(_ content: JSONValue?) -> String {
    (content?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
  }

  /// From the provider's words, often with the HTTP status in front and the reply as JSON.
  private static func failure(_ text: String, or other: RunnerFailure.Class) -> RunnerFailure {
    let words = text.isEmpty ? "the model's call failed" : FailureText.reply(in: text) ?? text
    let failureClass =
      FailureText.failureClass(of: text)
      // Node's word for a broken connection.
      ?? (text == "terminated" ? .transient : other)
    var failure = FailureText.failure(failureClass, text)
    failure.message = FailureText.line(words)
    return failure
  }
}
