internal import Base
package import Core

/// Any command that prints text, or JSON lines in looop's own vocabulary, or both mixed.
///
/// A JSON object with one of these types is an event:
///
///     {"type":"text","text":"…"}                          the agent's words
///     {"type":"reasoning","text":"…"}                     its thoughts; never searched for a move
///     {"type":"tool","name":"…","detail":"…"}
///     {"type":"usage","input":0,"output":0,"cache_read":0,"cache_write":0,"usd":0.0}
///     {"type":"session","id":"…"}
///     {"type":"retrying","class":"quota","delay_s":1.5}
///     {"type":"error","class":"auth","message":"…","retry_after_s":60}
///
/// Every other line is plain text and may hold the move. Plain lines form one text until an event with
/// text, reasoning or a tool. All members but `text`, `id` and `name` are optional; several `usage` add
/// up; `class` is a `RunnerFailure.Class`. An `error` fails the run, and so does an exit code other
/// than 0.
///
/// With `stream` a preset can declare all output plain text, or describe JSON lines of another kind.
package struct CustomRunner: Runner {
  package static let id = "custom"

  private let preset: RunnerPreset

  package init(preset: RunnerPreset) { self.preset = preset }

  /// The command is unknown, and a headless worker needs no one at its keyboard.
  package static func workerKind(of command: String) -> WorkerKind { .headless }

  package func promisesResult(_ command: String) -> Bool {
    if case .described(let description) = preset.stream { description.declaresEnds } else { false }
  }

  package func makeStream() -> any RunnerStream {
    switch preset.stream {
    case .mixed: CustomStream(preset: preset)
    case .text: CustomStream(preset: preset, readsEvents: false)
    case .described(let description):
      DescribedStream(preset: preset, description: description)
    }
  }
}

/// Reads plain text and looop's own events.
struct CustomStream: RunnerStream {
  private var record: RunRecord
  private var plainLines = LastTexts()
  private var failure: RunnerFailure?
  private let readsEvents: Bool

  init(preset: RunnerPreset, readsEvents: Bool = true) {
    record = RunRecord(preset: preset)
    self.readsEvents = readsEvents
  }

  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
    guard let event = event(line), let events = read(event) else {
      let text = String(decoding: line, as: UTF8.self)
      plainLines.append(text)
      return text.allSatisfy(\.isWhitespace) ? [] : [.text(text)]
    }
    return events
  }

  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    closePlainText()
    let errorLine = FailureText.errorLine(stderrTail)
    let ending = failure.map(RunRecord.Ending.failed) ?? (exit.isSuccess ? .answered : nil)
    return record.outcome(
      ending, exit: exit, errorLine: errorLine, cause: cause(errorLine), parse: parse)
  }

  private mutating func event(_ line: ArraySlice<UInt8>) -> JSONObject? {
    record.countLine()
    // Two objects in a line are text, as any other line.
    let objects = readsEvents ? StreamLine.objects(line) : []
    return objects.count == 1 ? objects[0] : nil
  }

  /// Only the exit code says that such a command failed; its last words say why.
  private func cause(_ errorLine: String) -> RunnerFailure? {
    let lastLine = record.texts.last?.split(separator: "\n").last.map(String.init) ?? ""
    let words = errorLine.isEmpty ? FailureText.line(lastLine) : errorLine
    return FailureText.failureClass(ofErrorLine: words).map { FailureText.failure($0, words) }
  }

  private mutating func closePlainText() {
    record.say(plainLines.all.joined(separator: "\n"))
    plainLines.removeAll()
  }

  /// What an event means; nil when the object is not in looop's vocabulary.
  private mutating func read(_ event: JSONObject) -> [RunnerEvent]? {
    switch event["type"]?.string {
    case "text":
      guard let text = event["text"]?.string else { return [.unrecognised] }
      closePlainText()
      record.say(text)
      return [.text(text)]
    case "reasoning":
      guard let text = event["text"]?.string else { return [.unrecognised] }
      closePlainText()
      record.work()
      return [.reasoning(text)]
    case "tool":
      guard let name = event["name"]?.string else { return [.unrecognised] }
      closePlainText()
      record.work()
      return [.tool(name: name, detail: FailureText.line(event["detail"]?.string ?? ""))]
    case "usage":
      record.usage =
        record.usage
        + Usage(
          input: event["input"]?.tokens ?? 0, output: event["output"]?.tokens ?? 0,
          cacheRead: event["cache_read"]?.tokens ?? 0,
          cacheWrite: event["cache_write"]?.tokens ?? 0, dollars: event["usd"]?.dollars)
      return [.usage(record.usage)]
    case "session":
      guard let id = event["id"]?.string else { return [.unrecognised] }
      return [.session(id)]
    case "retrying":
      let failureClass = Self.failureClass(event) ?? .transient
      record.retry(failureClass)
      return [
        .retrying(failureClass, delay: StatedWait.wait(event["delay_s"]?.double, .seconds(1)))
      ]
    case "error":
      let message = event["message"]?.string ?? ""
      let reported = RunnerFailure(
        Self.failureClass(event) ?? .protocol,
        message.isEmpty ? "the agent reported an error" : FailureText.line(message),
        retryAfter: StatedWait.whole(StatedWait.wait(event["retry_after_s"]?.double, .seconds(1))))
      failure = reported
      return [.failure(reported)]
    default: return nil
    }
  }

  private static func failureClass(_ event: JSONObject) -> RunnerFailure.Class? {
    event["class"]?.string.flatMap(RunnerFailure.Class.init(rawValue:))
  }
}
