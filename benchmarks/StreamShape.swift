import Glibc

/// What an agent CLI prints: how a run begins and ends, and what comes again and again between.
struct StreamShape: Sendable {
  let runner: String
  private let head: String
  private let body: [String]
  private let tail: String
  /// The line that holds the agent's words.
  private let answer: @Sendable (String) -> String
  /// A recorded run with an answer of 200 KB, where there is one.
  private var recording: String?

  /// A run whose agent gives one answer of 200 KB.
  var longAnswer: String {
    if let recording, let text = File.read(recording) { return text }
    let lines = (0..<2_700).map {
      "\($0) The quick brown fox jumps over the lazy dog, and away.\\n"
    }
    return head + answer(lines.joined()) + tail
  }

  /// Writes a run of at least so many bytes; how many it came to.
  @discardableResult
  func write(to path: String, bytes: Int) -> Int {
    File.write(path, "")
    let fd = open(path, O_WRONLY | O_APPEND)
    guard fd >= 0 else { return 0 }
    defer { close(fd) }
    var written = 0
    func put(_ text: String) {
      let bytes = Array(text.utf8)
      _ = Glibc.write(fd, bytes, bytes.count)
      written += bytes.count
    }
    put(head)
    var turn = 0
    while written < bytes {
      // Each turn has names of its own, as the messages and calls of a real run have.
      var lines = ""
      for _ in 0..<20 {
        for line in body { lines += Self.named(line, turn) }
        turn += 1
      }
      put(lines)
    }
    put(tail)
    return written
  }

  private static func named(_ line: String, _ turn: Int) -> String {
    line.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\(turn)") + "\n"
  }

  private static let words = String(
    repeating: "A line of an ordinary length, as compilers and \\\"test\\\" runners print.\\n",
    count: 24)

  static let all = [claude, codex, opencode, pi, custom]

  private static let claude: StreamShape = {
    let usage = #""usage":{"input_tokens":1000,"output_tokens":1,"cache_read_input_tokens":500}"#
    @Sendable func message(_ block: String) -> String {
      #"{"type":"assistant","message":{"id":"msg_#","model":"claude-sonnet-5-5","content":[\#(block)],"#
        + #"\#(usage)},"parent_tool_use_id":null,"session_id":"s","timestamp":"2026-11-22T14:10:51.194Z"}"#
    }
    return StreamShape(
      runner: "claude",
      head: #"{"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-5-5"}"#
        + "\n",
      body: [
        message(#"{"type":"text","text":"I look at the next file now."}"#),
        message(#"{"type":"tool_use","id":"t#","name":"Bash","input":{"command":"cat file"}}"#),
        #"{"type":"user","message":{"role":"user","content":[{"tool_use_id":"t#","type":"tool_result","#
          + #""content":"\#(words)","is_error":false}]},"parent_tool_use_id":null,"session_id":"s"}"#,
      ],
      tail:
        #"{"type":"result","subtype":"success","is_error":false,"result":"Done.","session_id":"s"}"#
        + "\n",
      answer: { message(#"{"type":"text","text":"\#($0)"}"#) + "\n" },
      recording: "Tests/Fixtures/runners/claude/big-200k.jsonl")
  }()

  private static let codex = StreamShape(
    runner: "codex", head: #"{"type":"thread.started","thread_id":"t"}"# + "\n",
    body: [
      #"{"type":"item.started","item":{"id":"item_#","type":"command_execution","#
        + #""command":"/bin/bash -lc 'cat file'","aggregated_output":"","status":"in_progress"}}"#,
      #"{"type":"item.completed","item":{"id":"item_#","type":"command_execution","#
        + #""command":"/bin/bash -lc 'cat file'","aggregated_output":"\#(words)","exit_code":0}}"#,
      #"{"type":"item.completed","item":{"id":"text_#","type":"agent_message","text":"And the next."}}"#,
    ],
    tail: #"{"type":"turn.completed","usage":{"input_tokens":1000,"output_tokens":20}}"# + "\n",
    answer: {
      #"{"type":"item.completed","item":{"id":"text","type":"agent_message","text":"\#($0)"}}"#
        + "\n"
    },
    recording: "Tests/Fixtures/runners/codex/big-200k.jsonl")

  private static let opencode: StreamShape = {
    @Sendable func line(_ type: String, _ part: String) -> String {
      #"{"type":"\#(type)","timestamp":1795356800010,"sessionID":"s","part":{"id":"p#","#
        + #""sessionID":"s","messageID":"m#",\#(part)}}"#
    }
    let tokens =
      #""tokens":{"input":1000,"output":20,"reasoning":0,"cache":{"read":500,"write":0}}"#
    return StreamShape(
      runner: "opencode", head: line("step_start", #""type":"step-start""#) + "\n",
      body: [
        line("text", #""type":"text","text":"I look at the next file now.""#),
        line(
          "tool_use",
          #""type":"tool","tool":"bash","state":{"status":"completed","input":{"command":"cat file"},"#
            + #""output":"\#(words)"}"#),
        line("step_finish", #""type":"step-finish","reason":"tool-calls","cost":0.001,\#(tokens)"#),
      ],
      tail: line("text", #""type":"text","text":"Done.""#) + "\n"
        + line("step_finish", #""type":"step-finish","reason":"stop","cost":0.001,\#(tokens)"#)
        + "\n",
      answer: { line("text", #""type":"text","text":"\#($0)""#) + "\n" })
  }()

  private static let pi: StreamShape = {
    @Sendable func end(_ text: String, _ reason: String) -> String {
      #"{"type":"message_end","message":{"role":"assistant","content":[{"type":"text","text":"\#(text)"}],"#
        + #""model":"m","usage":{"input":1000,"output":20,"cacheRead":0,"cacheWrite":0,"cost":{"total":0.001}},"#
        + #""stopReason":"\#(reason)"}}"#
    }
    let update =
      #"{"type":"message_update","usage":{"input":1000,"output":1},"assistantMessageEvent":"#
      + #"{"type":"text_delta","contentIndex":0,"delta":"I look at the next "}}"#
    return StreamShape(
      runner: "pi",
      head: #"{"type":"session","version":3,"id":"s"}"# + "\n" + #"{"type":"agent_start"}"# + "\n",
      body: [
        update, update, end("I look at the next file now.", "toolUse"),
        #"{"type":"tool_execution_start","toolCallId":"t#","toolName":"bash","args":{"command":"cat file"}}"#,
        #"{"type":"tool_execution_end","toolCallId":"t#","toolName":"bash","#
          + #""result":{"content":[{"type":"text","text":"\#(words)"}]},"isError":false}"#,
      ],
      tail: end("Done.", "stop") + "\n" + #"{"type":"agent_end","messages":[]}"# + "\n",
      answer: { end($0, "toolUse") + "\n" })
  }()

  private static let custom = StreamShape(
    runner: "custom", head: #"{"type":"session","id":"s"}"# + "\n",
    body: [
      #"{"type":"tool","name":"shell","detail":"cat file"}"#,
      #"{"type":"text","text":"\#(words)"}"#,
      "A line of plain text, as any program prints it.",
      #"{"type":"usage","input":1000,"output":20,"usd":0.001}"#,
    ],
    tail: #"{"type":"text","text":"Done."}"# + "\n",
    answer: { #"{"type":"text","text":"\#($0)"}"# + "\n" })
}
