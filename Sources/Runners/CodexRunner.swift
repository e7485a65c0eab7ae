internal import Base
package import Core

/// `codex exec --json`: one JSON object per line; `turn.completed` or `turn.failed` ends the run.
package struct CodexRunner: Runner {
  package static let id = "codex"

  private let preset: RunnerPreset

  package init(preset: RunnerPreset) { self.preset = preset }

  package static func workerKind(of command: String) -> WorkerKind {
    let words = CommandWords(command).leading
    return words.contains("exec") || words.contains("e") ? .headless : .terminal
  }

  package func promisesResult(_ command: String) -> Bool {
    CommandWords(command).last.contains("--json")
  }

  package func makeStream() -> any RunnerStream { CodexStream(preset: preset) }
}

private struct CodexStream: RunnerStream {
  /// Lines that a successful run writes to standard error too.
  private static let noise = ["WARNING: proceeding", "Reading additional input", "Reading prompt"]

  private var record: RunRecord
  private var ending: RunRecord.Ending?
  /// The last `error` line. It does not end the run, but explains a run without an end.
  private var cause: RunnerFailure?
  /// The ids of items that have started and not ended.
  private var startedItems: Set<String> = []

  init(preset: RunnerPreset) { record = RunRecord(preset: preset, interruptExit: 1) }

  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
    let events = record.objects(line)
    return events.isEmpty ? [.unrecognised] : events.flatMap { read($0) }
  }

  private mutating func read(_ event: JSONObject) -> [RunnerEvent] {
    switch event["type"]?.string {
    case "thread.started":
      guard let id = event["thread_id"]?.string else { return [.unrecognised] }
      record.begin()
      return [.session(id)]
    case "turn.started", "item.updated": return []
    case "item.started": return item(event["item"], isStart: true)
    case "item.completed": return item(event["item"], isStart: false)
    case "error": return error(event["message"]?.string ?? "")
    case "turn.completed":
      // Totals of the thread. Cached tokens are part of the input; money is never reported.
      let usage = event["usage"]
      let cached = usage?["cached_input_tokens"]?.tokens ?? 0
      record.usage = Usage(
        input: max(0, (usage?["input_tokens"]?.tokens ?? 0) - cached),
        output: usage?["output_tokens"]?.tokens ?? 0, cacheRead: cached,
        cacheWrite: usage?["cache_write_input_tokens"]?.tokens ?? 0)
      ending = .answered
      return [.usage(record.usage), .ended]
    case "turn.failed":
      let failure = Self.failure(event["error"]?["message"]?.string ?? "")
      ending = .failed(failure)
      return [.failure(failure), .ended]
    default: return [.unrecognised]
    }
  }

  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    record.outcome(
      ending, exit: exit, errorLine: FailureText.errorLine(stderrTail, noise: Self.noise),
      cause: cause, parse: parse)
  }

  private mutating func item(_ item: JSONValue?, isStart: Bool) -> [RunnerEvent] {
    guard let item, let type = item["type"]?.string else { return [.unrecognised] }
    switch type {
    case "agent_message":
      guard !isStart, let text = item["text"]?.string else { return [] }
      record.say(text)
      return [.text(text)]
    case "reasoning":
      record.work()
      return isStart ? [] : item["text"]?.string.map { [.reasoning($0)] } ?? []
    case "error": return []  // A warning; failures have lines of their own.
    case "command_execution", "file_change", "mcp_tool_call", "web_search", "collab_tool_call",
      "todo_list":
      record.work()
      // Only the end of a search names its query.
      if isStart, type == "web_search" { return [] }
      // Some tools are reported at their start and at their end, some at their end only.
      let id = item["id"]?.string ?? ""
      let isNew = startedItems.insert(id).inserted
      if !isStart { startedItems.remove(id) }
      let result = isStart ? [] : Self.toolResult(item)
      guard isNew else { return result }
      return [.tool(name: Self.toolName(item, type), detail: Self.toolDetail(item))] + result
    default: return [.unrecognised]
    }
  }

  private mutating func error(_ message: String) -> [RunnerEvent] {
    guard let retry = Self.retryReason(message) else {
      cause = Self.failure(message)
      return []
    }
    let failure = Self.failure(retry)
    record.retry(failure.failureClass)
    return [.retrying(failure.failureClass, delay: StatedWait.span(in: retry))]
  }

  /// The reason in "Reconnecting... 2/5 (reason)".
  private static func retryReason(_ message: String) -> String? {
    guard message.hasPrefix("Reconnecting...") else { return nil }
    guard let open = message.firstIndex(of: "("), message.hasSuffix(")") else { return message }
    return String(message[message.index(after: open)...].dropLast())
  }

  /// An error is nothing but its text; for a refused request that is the provider's reply in JSON.
  private static func failure(_ message: String) -> RunnerFailure {
    var text = message.isEmpty ? "the agent reported an error" : message
    var other = RunnerFailure.Class.protocol
    if message.hasPrefix("{"), let reply = FailureText.reply(in: message) {
      text = reply
      other = .config
    }
    return FailureText.failure(FailureText.failureClass(of: text) ?? other, text)
  }

  private static func toolName(_ item: JSONValue, _ type: String) -> String {
    switch type {
    case "command_execution": "shell"
    case "mcp_tool_call":
      [item["server"]?.string, item["tool"]?.string].compactMap(\.self).joined(separator: ".")
    case "collab_tool_call": item["tool"]?.string ?? type
    default: type
    }
  }

  private static func toolResult(_ item: JSONValue) -> [RunnerEvent] {
    let contents = item["result"]?["content"]?.array?.compactMap { $0["text"]?.string }
    let text =
      item["aggregated_output"]?.string ?? item["error"]?["message"]?.string
      ?? contents?.joined(separator: "\n")
    return text.map { [.toolResult($0)] } ?? []
  }

  private static func toolDetail(_ item: JSONValue) -> String {
    if let changes = item["changes"]?.array {
      let files = changes.map { "\($0["kind"]?.string ?? "?") \($0["path"]?.string ?? "?")" }
      return FailureText.line(files.joined(separator: ", "))
    }
    if let entries = item["items"]?.array {
      return FailureText.line(entries.compactMap { $0["text"]?.string }.joined(separator: "; "))
    }
    return (item["arguments"] ?? item["prompt"] ?? item).toolDetail
  }
}
