internal import Base
internal import Core

/// Reads JSON lines by a preset's description of them.
struct DescribedStream: RunnerStream {
  private let description: StreamDescription
  private let declaresEnds: Bool
  private var record: RunRecord
  private var ending: RunRecord.Ending?
  /// An error that was not the end; why there was none, when none comes.
  private var cause: RunnerFailure?
  private var pieces = LastTexts()
  /// The line of the pieces that is not complete and not told yet.
  private var partialLine = ""
  private var answer: String?
  private var session: String?
  private var toldTools: Set<String> = []

  init(preset: RunnerPreset, description: StreamDescription) {
    self.description = description
    declaresEnds = description.declaresEnds
    record = RunRecord(preset: preset, interruptExit: description.interruptExit)
  }

  mutating func read(line bytes: ArraySlice<UInt8>) -> [RunnerEvent] {
    guard let object = record.object(bytes) else { return [.unrecognised] }
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
    // Where nothing else declares a failure, standard error is all that can tell its class.
    if cause == nil, !declaresEnds, let failureClass = FailureText.failureClass(of: errorLine) {
      cause = FailureText.failure(failureClass, errorLine)
    }
    return record.outcome(ending, exit: exit, errorLine: errorLine, cause: cause, parse: parse)
  }

  /// The end of a run that did not declare one, as far as the exit and standard error tell it.
  private func quietEnding(_ exit: ProcessOutcome, _ stderrTail: String) -> RunRecord.Ending? {
    let ends = !declaresEnds && exit.isSuccess
    if ends, !record.texts.isEmpty { return .answered }
    // What looop or a signal ended is no failure of the agent's own, whatever it said.
    if case .exited(let code) = exit, !(129...159).contains(code), let told = toldBy(stderrTail) {
      return .failed(told)
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

  /// The lines that `piece` completes.
  private mutating func add(_ piece: String) -> [RunnerEvent] {
    pieces.append(piece)
    // Only in what is new: an answer of many pieces may be one line.
    guard let feed = piece.utf8.lastIndex(of: 0x0A) else {
      partialLine += piece
      return []
    }
    let rest = piece.utf8.index(after: feed)
    defer { partialLine = String(piece[rest...]) }
    return [.text(partialLine + piece[..<rest])]
  }

  /// The pieces as one text, of which the last line was not told yet.
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
      if id.map({ toldTools.insert($0).inserted }) ?? true { events.append(line.call(tool)) }
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

  /// What the line says of how the run goes on, or ends.
  private mutating func fate(
    _ line: DescribedLine, _ rule: StreamDescription.Line
  ) -> [RunnerEvent] {
    if let retry = rule.retry, line.isRetry(retry) {
      let (failure, delay) = line.failure(retry.failure, description.classes)
      record.retry(failure.failureClass)
      return [.retrying(failure.failureClass, delay: delay)]
    }
    var failure: RunnerFailure?
    // Beside a good end an error may be absent; elsewhere the line's type alone says that it is one.
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

  /// The failure that the words of the description find in standard error.
  private func toldBy(_ stderrTail: String) -> RunnerFailure? {
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
  /// Whether the agent does something else than speaking in pieces.
  fileprivate var interruptsPieces: Bool {
    tool != nil || error != nil || end != nil
      || ![text, answer, reasoning, result].allSatisfy(\.isEmpty)
  }
}
