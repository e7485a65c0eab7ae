import Base
import Core
import Runners
import Testing

@Suite("The last word of an agent CLI")
struct LastWordTests {
  private func reader(_ runner: String) throws -> RunReader {
    let registry = Registry()
    return RunReader(try registry.runner(for: try registry.preset(named: runner)))
  }

  private func feed(_ reader: inout RunReader, _ lines: String...) {
    for line in lines { reader.read(Array((line + "\n").utf8)[...]) }
  }

  private static let begin = #"{"type":"system","subtype":"init","session_id":"s","model":"m"}"#
  private static let result =
    #"{"type":"result","subtype":"success","result":"x","session_id":"s"}"#

  @Test("claude: a result is one, until another turn begins")
  func turns() throws {
    var reader = try reader("claude")
    feed(&reader, Self.begin)
    #expect(!reader.hasEnded && reader.session == "s")
    feed(&reader, Self.result)
    #expect(reader.hasEnded)
    feed(&reader, Self.begin)
    #expect(!reader.hasEnded)
    feed(&reader, Self.result)
    #expect(reader.hasEnded)
  }

  @Test("claude: a result is none while something works on in the background")
  func background() throws {
    var reader = try reader("claude")
    feed(&reader, Self.begin, #"{"type":"system","subtype":"task_started","task_id":"b"}"#)
    feed(&reader, Self.result)
    #expect(!reader.hasEnded)
    feed(&reader, #"{"type":"system","subtype":"task_notification","task_id":"b"}"#)
    feed(&reader, Self.begin, Self.result)
    #expect(reader.hasEnded)
  }

  @Test("claude: words of a limit take no answer back that the turn gave")
  func limitAfterAnswer() throws {
    var reader = try reader("claude")
    feed(
      &reader, Self.begin,
      #"{"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","id":"t","name":"StructuredOutput","input":{"action":"noop","reason":"r"}}]}}"#,
      #"{"type":"result","subtype":"success","is_error":false,"result":"You've hit your limit · resets 6:40pm (Asia/Tokyo)"}"#
    )
    guard case .move(let decision, _) = reader.finish(exit: .exited(0), stderrTail: "") else {
      Issue.record("no move")
      return
    }
    #expect(decision.move.name == .noop)
  }

  @Test("claude: what is waited for after a limit is the moment that its words state")
  func limits() throws {
    for (line, moment) in [
      (
        #"{"type":"result","is_error":true,"result":"You've hit your limit · resets 6:40pm (Asia/Tokyo)"}"#,
        LocalMoment(day: nil, hour: 18, minute: 40, zone: "Asia/Tokyo")
      ),
      (
        #"{"type":"result","is_error":true,"result":"Claude AI usage limit reached|1755806400"}"#,
        LocalMoment(seconds: 1_755_806_400)
      ),
    ] {
      var reader = try reader("claude")
      feed(&reader, Self.begin, line)
      guard case .failed(let failure, _) = reader.finish(exit: .exited(1), stderrTail: "") else {
        Issue.record("no failure")
        continue
      }
      #expect(failure.failureClass == .quota && failure.retryAt == moment)
    }
    // The end that the CLI's own event states, where no line told the time.
    var reader = try reader("claude")
    feed(
      &reader, Self.begin,
      #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1755806400}}"#,
      #"{"type":"result","is_error":true,"result":"You've hit your limit"}"#)
    guard case .failed(let failure, _) = reader.finish(exit: .exited(1), stderrTail: "") else {
      throw CancellationError()
    }
    #expect(failure.retryAt == LocalMoment(seconds: 1_755_806_400))
  }

  @Test("pi: an end that is tried again is none, whether it says so or not")
  func retries() throws {
    var reader = try reader("pi")
    feed(&reader, #"{"type":"agent_end","messages":[],"willRetry":true}"#)
    #expect(!reader.hasEnded)
    feed(&reader, #"{"type":"agent_end","messages":[]}"#)
    #expect(reader.hasEnded)
    feed(&reader, #"{"type":"auto_retry_start","attempt":1,"delayMs":2000,"errorMessage":"529"}"#)
    #expect(!reader.hasEnded)
    feed(&reader, #"{"type":"agent_settled"}"#)
    #expect(reader.hasEnded)
  }

  @Test("codex: both ends of a turn are one, an error is none")
  func codex() throws {
    for end in ["turn.completed", "turn.failed"] {
      var reader = try reader("codex")
      feed(&reader, #"{"type":"error","message":"x"}"#)
      #expect(!reader.hasEnded)
      feed(&reader, #"{"type":"\#(end)"}"#)
      #expect(reader.hasEnded)
    }
  }

  @Test(
    "A result is promised by the words of the command that prints last",
    arguments: [
      ("claude", "claude -p --output-format stream-json --verbose", true),
      ("claude", "claude -p --output-format=stream-json", true), ("claude", "claude -p", false),
      ("claude", "cat brief | claude -p --output-format stream-json", true),
      ("claude", "claude -p --output-format stream-json | tail", false),
      ("claude", "claude -p -- stream-json", false), ("codex", "codex exec --json -", true),
      ("codex", "codex exec -", false), ("pi", ": | pi -p --mode json @brief", true),
      ("pi", "pi -p --mode=json", true), ("pi", "pi -p json", false),
      ("custom", "agent --json", false), ("opencode", "opencode run --format json", false),
    ])
  func promises(_ runner: String, _ command: String, _ isPromised: Bool) throws {
    let registry = Registry()
    let runner = try registry.runner(for: try registry.preset(named: runner))
    #expect(runner.promisesResult(command) == isPromised)
  }

  @Test("The command of every preset that ends with a result promises one")
  func presetsPromise() throws {
    let registry = Registry()
    for name in ["claude", "codex", "pi"] {
      let preset = try registry.preset(named: name)
      #expect(try registry.runner(for: preset).promisesResult(preset.workerCommand))
    }
  }

  @Test("What a long turn of claude costs takes no more room the longer it is")
  func account() throws {
    var reader = try reader("claude")
    var last: RunnerEvent?
    for number in 0..<3_000 {
      let usage = #"{"input_tokens":2,"output_tokens":1}"#
      let message = #"{"id":"m\#(number)","model":"m","content":[],"usage":\#(usage)}"#
      last =
        reader.read(Array((#"{"type":"assistant","message":\#(message)}"# + "\n").utf8)[...]).last
    }
    #expect(last == .usage(Usage(input: 6_000, output: 3_000, model: "m")))
  }
}
