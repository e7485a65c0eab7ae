internal import Base
internal import Core

/// Reads JSON lines as a preset describes them.
struct DescribedStream: RunnerStream {
  private let description: StreamDescription
  private let declaresEnds: Bool
  private var record: RunRecord
  private var ending: RunRecord.Ending?
  /// An error that did not end the run; the reason if no end follows.
  private var cause: RunnerFailure?
  private var pieces = LastTexts()
  /// The last line of the pieces, which is incomplete and not reported yet.
  private var partialLine = ""
  private var answer: String?
  private var session: String?
  /// The ids of tool calls that were reported.
  private var reportedTools: Set<String> = []

  init(preset: RunnerPreset, description: StreamDescription) {
    self.description = description
    declaresEnds = description.declaresEnds
    record = RunRecord(preset: preset, interruptExit: description.interruptExit)
  }

  mutating func read(line bytes: ArraySlice<UInt8>) -> [RunnerEvent] {
    let objects = record.objects(bytes)
    return objects.isEmpty ? [.unrecognised] : objects.flatMap { read($0) }
  }

  private mutating func read(_ object: JSONObject) -> [RunnerEvent] {
    let line = DescribedLine(.object(object))
    var events = identity(line, session: description.session, model: description.model)
    guard let rule = description.line(ofType: line.joined(description.type)) else {
      return events + [.unrecognised]
    }
    events += identity(line, session: rule.session, model: rule.model)
    events += words(line, rule)
    events += tools(line, rule)
    if let tokens = rule.usage { events.append(count(line, tokens)) }
    return events + fate(line, rule)
  }

  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    _ = joinPieces()
    if let answer, answer != record.texts.last { record.say(answer) }
    let errorLine = FailureText.errorLine(stderrTail, noise: description.errorNoise)
    if ending == nil { ending = quietEnding(exit, stderrTail) }
    // Where nothing else declares a failure, only standard error can tell its class.
    if cause == nil, !declaresEnds,
      let failureClass = FailureText.failureClass(ofErrorLine: errorLine)
    {
      cause = FailureText.failure(failureClass, errorLine)
    }
    return record.outcome(ending, exit: exit, errorLine: errorLine, cause: cause, parse: parse)
  }

  /// The end of a run that declared none, as far as its exit and standard error show it.
  private func quietEnding(_ exit: ProcessOutcome, _ stderrTail: String) -> RunRecord.Ending? {
    let ends = !declaresEnds && exit.isSuccess
    if ends, !record.texts.isEmpty { return .answered }
    // A run that looop or a signal ended is not the agent's own failure, whatever it printed.
    if case .exited(let code) = exit, !(129...159).contains(code),
      let failure = failure(in: stderrTail)
    {
      return .failed(failure)
    }
    return ends ? .answered : nil
  }

  private mutating func identity(
    _ line: DescribedLine, session place: [JSONPointer], model: [JSONPointer]
  ) -> [RunnerEvent] {
    if let model = line.text(model), !model.isEmpty { record.usage.model = model }
    guard let id = line.text(place), !id.isEmpty, id != session else { return [] }
    session = id
    record.begin()
    return [.session(id)]
  }

  private mutating func words(
    _ line: DescribedLine, _ rule: StreamDescription.Line
  ) -> [RunnerEvent] {
    if let piece = line.blocks(rule.piece) { return add(piece) }
    var events = rule.interruptsPieces ? joinPieces() : []
    if let text = line.blocks(rule.reasoning) {
      record.work()
      events.append(.reasoning(text))
    }
    if let text = line.blocks(rule.text) {
      record.say(text)
      events.append(.text(text))
    }
    if let value = line.value(rule.answer) {
      let text = value.string ?? JSONWriter.text(value)
      answer = text
      if text != record.texts.last { events.append(.text(text)) }
    }
    return events
  }

  /// Adds a piece; reports the lines that it completes.
  private mutating func add(_ piece: String) -> [RunnerEvent] {
    pieces.append(piece)
    // Searched in the new piece only: an answer of many pieces may be one line.
    guard let feed = piece.utf8.lastIndex(of: 0x0A) else {
      partialLine += piece
      return []
    }
    let rest = piece.utf8.index(after: feed)
    defer { partialLine = String(piece[rest...]) }
    return [.text(partialLine + piece[..<rest])]
  }

  /// Closes the pieces as one text; reports its last line if that is still missing.
  private mutating func joinPieces() -> [RunnerEvent] {
    defer { partialLine = "" }
    guard !pieces.all.isEmpty else { return [] }
    record.say(pieces.all.joined())
    pieces.removeAll()
    return partialLine.isEmpty ? [] : [.text(partialLine)]
  }

  private mutating func tools(
    _ line: DescribedLine, _ rule: StreamDescription.Line
  ) -> [RunnerEvent] {
    var events: [RunnerEvent] = []
    if let tool = rule.tool {
      record.work()
      let id = line.text(tool.id)
      if id.map({ reportedTools.insert($0).inserted }) ?? true { events.append(line.call(tool)) }
    }
    if let text = line.blocks(rule.result) { events.append(.toolResult(text)) }
    return events
  }

  private mutating func count(
    _ line: DescribedLine, _ tokens: StreamDescription.Tokens
  ) -> RunnerEvent {
    let former = record.usage
    let now = line.usage(tokens)
    record.usage = tokens.isTotal ? now : former + now
    if now.dollars == nil { record.usage.dollars = former.dollars }
    record.usage.model = former.model
    return .usage(record.usage)
  }

  /// What the line says about a retry, an error or the end.
  private mutating func fate(
    _ line: DescribedLine, _ rule: StreamDescription.Line
  ) -> [RunnerEvent] {
    if let retry = rule.retry, line.isRetry(retry) {
      let (failure, delay) = line.failure(retry.failure, description.classes)
      record.retry(failure.failureClass)
      return [.retrying(failure.failureClass, delay: delay)]
    }
    var failure: RunnerFailure?
    // A line that ends the run well need not hold an error; of other lines the type alone says so.
    if let error = rule.error, rule.end != .well || line.holds(error) {
      failure = line.failure(error, description.classes).failure
    }
    if rule.end == .failed {
      failure = failure ?? RunnerFailure(.protocol, "the agent says that it failed")
    }
    guard rule.end != nil || !declaresEnds else {
      cause = failure ?? cause
      return []
    }
    if let failure {
      ending = .failed(failure)
      return [.failure(failure)] + (rule.end == nil ? [] : [.ended])
    }
    guard rule.end == .well else { return [] }
    ending = .answered
    return [.ended]
  }

  /// The failure that the description's words find in standard error.
  private func failure(in stderrTail: String) -> RunnerFailure? {
    for line in stderrTail.split(separator: "\n") {
      let words = FailureText.plain(String(line))
      guard let found = description.classes.first(where: { words.contains($0.words) }) else {
        continue
      }
      return FailureText.failure(found.failureClass, String(line))
    }
    return nil
  }
}

extension StreamDescription.Line {
  /// Whether the line ends the text that came in pieces.
  fileprivate var interruptsPieces: Bool {
    tool != nil || error != nil || end != nil
      || ![text, answer, reasoning, result].allSatisfy(\.isEmpty)
  }
}
