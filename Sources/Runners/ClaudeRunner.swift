internal import Base
package import Core

/// `claude -p --output-format stream-json --verbose`: one JSON object per line; a `result` line ends
/// each turn.
package struct ClaudeRunner: Runner {
  package static let id = "claude"

  private let preset: RunnerPreset

  package init(preset: RunnerPreset) { self.preset = preset }

  package static func workerKind(of command: String) -> WorkerKind {
    let words = CommandWords(command).leading
    return words.contains("-p") || words.contains("--print") ? .headless : .terminal
  }

  package func makeStream() -> any RunnerStream { ClaudeStream(preset: preset) }
}

private struct ClaudeStream: RunnerStream {
  private var record: RunRecord
  private var ending: RunRecord.Ending?
  /// The texts of the turn under way; they count once its `result` has arrived.
  private var turnTexts = LastTexts()
  /// What the CLI said in place of the agent: its errors and refusals to run.
  private var ownTexts: [String] = []
  /// The `error` of the last message of the CLI itself, the best name for what went wrong.
  private var errorName: String?
  private var cause: RunnerFailure?
  private var account = ClaudeAccount()
  /// Background tasks, which go on after a turn has ended; the end of one begins another turn.
  private var tasks: Set<String> = []
  private var limitEnds: Int?
  private var now: Int?

  init(preset: RunnerPreset) {
    // Most interrupted runs have a result; one that is interrupted while a tool starts has none.
    record = RunRecord(preset: preset, interruptExit: 0)
  }

  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
    guard let event = record.object(line) else { return [.unrecognised] }
    now = event["timestamp"]?.string.flatMap(StatedWait.moment) ?? now
    switch event["type"]?.string {
    case "system": return system(event)
    case "assistant": return assistant(event)
    case "result": return result(event)
    case "rate_limit_event":
      let limit = event["rate_limit_info"]
      limitEnds = limit?["status"]?.string == "rejected" ? limit?["resetsAt"]?.int : limitEnds
      return []
    case "user": return Self.toolResults(event)
    case let type?: return ClaudeNotice.types.contains(type) ? [] : [.unrecognised]
    case nil: return [.unrecognised]
    }
  }

  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    record.outcome(
      ending, exit: exit, errorLine: FailureText.errorLine(stderrTail), cause: cause, parse: parse)
  }

  private mutating func system(_ event: JSONObject) -> [RunnerEvent] {
    switch event["subtype"]?.string {
    case "init":
      record.begin()
      account.use(model: event["model"]?.string)
      // Reported again when another turn begins, so that the run no longer counts as ended.
      return event["session_id"]?.string.map { [.session($0)] } ?? []
    case "api_retry":
      let failureClass = ClaudeFailure.failureClass(
        error: event["error"]?.string, status: event["error_status"]?.int, text: "")
      record.retry(failureClass)
      let delay = StatedWait.wait(event["retry_delay_ms"]?.double, .milliseconds(1))
      return [.retrying(failureClass, delay: delay)]
    case "task_started":
      if let task = event["task_id"]?.string { tasks.insert(task) }
      return []
    case "task_notification":
      if let task = event["task_id"]?.string { tasks.remove(task) }
      return []
    case let subtype?: return ClaudeNotice.subtypes.contains(subtype) ? [] : [.unrecognised]
    case nil: return [.unrecognised]
    }
  }

  private mutating func assistant(_ event: JSONObject) -> [RunnerEvent] {
    guard let message = event["message"] else { return [.unrecognised] }
    let blocks = message["content"]?.array ?? []
    if message["model"]?.string == "<synthetic>" {
      let text = blocks.compactMap { $0["text"]?.string }.joined(separator: "\n")
      ownTexts.append(text)
      errorName = event["error"]?.string ?? errorName
      if errorName != nil { cause = failure(text, status: event["api_error_status"]?.int) }
      return []
    }
    account.count(message: message)
    record.work()
    // A sub-agent's words and an aborted message are not the agent's answer.
    let isSubagent = event["parent_tool_use_id"]?.string != nil
    if !isSubagent { account.use(model: message["model"]?.string) }
    let isWhole = event["aborted"]?.bool != true
    var events: [RunnerEvent] = []
    for block in blocks {
      switch block["type"]?.string {
      case "text":
        guard !isSubagent, let text = block["text"]?.string else { continue }
        if isWhole { turnTexts.append(text) }
        events.append(.text(text))
      case "thinking":
        if let text = block["thinking"]?.string { events.append(.reasoning(text)) }
      case "tool_use", "server_tool_use":
        events.append(
          .tool(
            name: block["name"]?.string ?? "?", detail: (block["input"] ?? .null).toolDetail))
      case let type?: events += ClaudeNotice.blocks.contains(type) ? [] : [.unrecognised]
      case nil: events.append(.unrecognised)
      }
    }
    return events + usage()
  }

  /// The usage so far if it has changed: a worker's cost is watched while it works.
  private mutating func usage() -> [RunnerEvent] {
    record.usage = account.total
    return account.change().map { [.usage($0)] } ?? []
  }

  /// The results of the agent's own tools, not those of its sub-agents. A synthetic message comes from
  /// the CLI and is meant for the model.
  private static func toolResults(_ event: JSONObject) -> [RunnerEvent] {
    guard event["parent_tool_use_id"]?.string == nil, event["isSynthetic"]?.bool != true else {
      return []
    }
    let blocks = event["message"]?["content"]?.array ?? []
    return blocks.filter { $0["type"]?.string == "tool_result" }.map { block in
      let parts = block["content"]?.array?.compactMap { $0["text"]?.string }
      return .toolResult(block["content"]?.string ?? parts?.joined(separator: "\n") ?? "")
    }
  }

  private mutating func result(_ event: JSONObject) -> [RunnerEvent] {
    defer { turnTexts.removeAll() }
    account.count(result: event)
    let end: [RunnerEvent] = usage() + (tasks.isEmpty ? [.ended] : [])

    if let failure = failure(of: event) {
      ending = .failed(failure)
      return [.failure(failure)] + end
    }
    for text in turnTexts.all { record.say(text) }
    // The CLI repeats the last text block here; it counts by itself when no block was seen.
    if let text = event["result"]?.string, !ownTexts.contains(text), text != record.texts.last {
      record.say(text)
    }
    if let structured = event["structured_output"], structured != .null {
      record.say(JSONWriter.text(structured))
    }
    if record.texts.isEmpty, let own = ownTexts.last {
      ending = .failed(
        RunnerFailure(.empty, "only the CLI itself answered: \(FailureText.line(own))"))
    } else {
      ending = .answered
    }
    return end
  }

  private func failure(of event: JSONObject) -> RunnerFailure? {
    let subtype = event["subtype"]?.string ?? ""
    let isRefusal = event["stop_reason"]?.string == "refusal"
    guard event["is_error"]?.bool == true || subtype.hasPrefix("error_") || isRefusal else {
      let hasAnswer = event["result"]?.string != nil || event["structured_output"] != nil
      return hasAnswer ? nil : RunnerFailure(.protocol, "a result line without a result")
    }
    let errors = event["errors"]?.array?.compactMap(\.string) ?? []
    let text = event["result"]?.string ?? errors.joined(separator: "; ")
    if isRefusal { return failure(text, .refused) }
    let reason = event["terminal_reason"]?.string ?? ""
    if let known = ClaudeFailure.failureClass(
      subtype: subtype, began: record.began, terminalReason: reason,
      apiError: event["api_error"]?.string, text: text)
    {
      // The text of an interrupted run is a diagnostic for claude's developers.
      if known == .interrupted { return failure("the run was interrupted (\(reason))", known) }
      return failure(text.isEmpty ? subtype : text, known)
    }
    return failure(text, status: event["api_error_status"]?.int)
  }

  private func failure(_ text: String, status: Int?) -> RunnerFailure {
    failure(text, ClaudeFailure.failureClass(error: errorName, status: status, text: text))
  }

  private func failure(_ text: String, _ failureClass: RunnerFailure.Class) -> RunnerFailure {
    var wait = StatedWait.whole(StatedWait.span(in: text))
    if failureClass == .quota, wait == nil, let limitEnds, let now {
      wait = StatedWait.whole(StatedWait.wait(Double(limitEnds) - Double(now), .seconds(1)))
    }
    return RunnerFailure(failureClass, FailureText.line(text), retryAfter: wait)
  }
}
