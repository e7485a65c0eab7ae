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

  package func promisesResult(_ command: String) -> Bool {
    let words = CommandWords(command).last
    return words.contains { $0 == "stream-json" || $0 == "--output-format=stream-json" }
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
  /// Tools whose results are missing.
  private var openTools: Set<String> = []
  /// The answers of the turn under way that the agent gave through the tool that holds it to a schema.
  private var structured: [String] = []
  /// Whether the CLI gave up because none of them had the schema's shape.
  private var isSchemaSpent = false
  /// The texts of turns that ended well.
  private var answered: [String] = []
  /// Whether the agent or the CLI said anything since the last result.
  private var isTurnNew = true
  private var lastResult: JSONObject?
  private var limitEnds: Int?
  private var now: Int?

  init(preset: RunnerPreset) {
    record = RunRecord(preset: preset)
  }

  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
    let events = record.objects(line)
    return events.isEmpty ? [.unrecognised] : events.flatMap { read($0) }
  }

  private mutating func read(_ event: JSONObject) -> [RunnerEvent] {
    now = event["timestamp"]?.string.flatMap(StatedWait.moment) ?? now
    switch event["type"]?.string {
    case "system": return system(event)
    case "assistant": return assistant(event)
    case "result": return result(event)
    case "rate_limit_event":
      let limit = event["rate_limit_info"]
      limitEnds = limit?["status"]?.string == "rejected" ? limit?["resetsAt"]?.seconds : limitEnds
      return []
    case "user": return toolResults(event)
    case let type?: return ClaudeNotice.types.contains(type) ? [] : [.unrecognised]
    case nil: return [.unrecognised]
    }
  }

  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    // Most interrupted runs have a result; one that is interrupted while a tool starts has none.
    if !openTools.isEmpty { record.interruptExit = 0 }
    // The last answer that is a move stands, whatever the CLI said about its shape or came after it.
    if case .failed(let failure) = ending {
      let isSpent = isSchemaSpent || failure.failureClass == .budget
      let answers = isSpent ? answered + structured : answered
      if let move = RunnerOutcome.move(in: answers, usage: record.usage, parse: parse) {
        return move
      }
    }
    return record.outcome(
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
      isTurnNew = true
      ownTexts.append(text)
      errorName = event["error"]?.string ?? errorName
      if errorName != nil { cause = failure(text, status: event["api_error_status"]?.int) }
      return []
    }
    account.count(message: message)
    isTurnNew = true
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
      case "tool_use" where !isSubagent && block["name"]?.string == Self.structuredTool:
        if isWhole, let input = block["input"] { structured.append(JSONWriter.text(input)) }
        events.append(
          .tool(name: Self.structuredTool, detail: (block["input"] ?? .null).toolDetail))
      case "tool_use", "server_tool_use":
        if let id = block["id"]?.string, openTools.count < Self.toolsKept { openTools.insert(id) }
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
  private mutating func toolResults(_ event: JSONObject) -> [RunnerEvent] {
    let all = event["message"]?["content"]?.array ?? []
    for id in all.compactMap({ $0["tool_use_id"]?.string }) { openTools.remove(id) }
    guard event["parent_tool_use_id"]?.string == nil, event["isSynthetic"]?.bool != true else {
      return []
    }
    return all.filter { $0["type"]?.string == "tool_result" }.map { block in
      let parts = block["content"]?.array?.compactMap { $0["text"]?.string }
      return .toolResult(block["content"]?.string ?? parts?.joined(separator: "\n") ?? "")
    }
  }

  private mutating func result(_ event: JSONObject) -> [RunnerEvent] {
    // A line that is repeated counts once.
    if lastResult != event { account.count(result: event) }
    lastResult = event
    let end: [RunnerEvent] = usage() + (tasks.isEmpty ? [.ended] : [])
    openTools.removeAll()

    if let failure = failure(of: event) {
      // A second result, of a turn in which nothing happened, takes nothing back.
      if ending != nil, !isTurnNew { return end }
      isSchemaSpent = event["subtype"]?.string == "error_max_structured_output_retries"
      isTurnNew = false
      turnTexts.removeAll()
      ending = .failed(failure)
      return [.failure(failure)] + end
    }
    (isTurnNew, isSchemaSpent) = (false, false)
    let limit = limit(event)
    answer(event)
    turnTexts.removeAll()
    structured.removeAll()
    // The last own words count; those of a turn before were judged at its end.
    defer { ownTexts.removeAll() }
    let texts = record.texts
    if let limit {
      ending = .failed(limit)
      return [.failure(limit)] + end
    }
    if texts.isEmpty, let own = ownTexts.last {
      ending = .failed(ownWords(own))
    } else {
      answered = texts
      ending = .answered
    }
    return end
  }

  /// Adds what the turn said to the texts in which a move is looked for.
  private mutating func answer(_ event: JSONObject) {
    let result = event["result"]?.string ?? ""
    for text in turnTexts.all { record.say(text) }
    // The CLI repeats the last text block here; it counts by itself when no block was seen.
    if !ownTexts.contains(result), result != record.texts.last { record.say(result) }
    if let output = event["structured_output"], output != .null {
      record.say(JSONWriter.text(output))
    } else if result.allSatisfy(\.isWhitespace) || ClaudeNotice.isLimit(result),
      let input = structured.last
    {
      record.say(input)
    }
  }

  /// A limit that the CLI tells as if it were the agent's answer.
  private func limit(_ event: JSONObject) -> RunnerFailure? {
    let words = event["result"]?.string ?? ""
    guard structured.isEmpty, turnTexts.all.allSatisfy({ $0 == words }), !words.isEmpty,
      words.utf8.count <= Self.longestNotice, !words.contains("{")
    else { return nil }
    // Whatever the CLI says by itself may be a failure; of what looks like the agent's words only the
    // known notices are.
    guard ownTexts.contains(words) || ClaudeNotice.isLimit(words) else { return nil }
    guard let known = FailureText.failureClass(of: words) else { return nil }
    return failure(words, known)
  }

  private func ownWords(_ words: String) -> RunnerFailure {
    RunnerFailure(.empty, "only the CLI itself answered: \(FailureText.line(words))")
  }

  /// The tool through which an answer is held to a schema.
  private static let structuredTool = "StructuredOutput"
  private static let toolsKept = 1_024
  /// What the CLI says of a limit is one short line.
  private static let longestNotice = 400

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
    let limitEnd = failureClass == .quota && wait == nil ? limitEnds : nil
    return RunnerFailure(
      failureClass, FailureText.line(text), retryAfter: wait,
      retryAt: limitEnd.map { LocalMoment(seconds: $0) } ?? StatedWait.localMoment(in: text))
  }
}
