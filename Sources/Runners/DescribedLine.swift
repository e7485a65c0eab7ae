internal import Base
internal import Core

/// One line of a described stream, read at the places that the description names.
struct DescribedLine {
  typealias Place = StreamDescription.Place

  private let document: JSONValue

  init(_ document: JSONValue) { self.document = document }

  /// The first value at `place` that is present and not null.
  func value(_ place: Place) -> JSONValue? {
    for pointer in place {
      if let value = pointer.value(in: document), value != .null { return value }
    }
    return nil
  }

  /// That value as text, numbers and booleans as JSON writes them; nil for an array or object.
  func text(_ place: Place) -> String? { value(place).flatMap(Self.scalar) }

  /// The texts that are present, joined with a full stop.
  func joined(_ pointers: [JSONPointer]) -> String {
    pointers.compactMap { $0.value(in: document).flatMap(Self.scalar) }.joined(separator: ".")
  }

  /// A text, or the texts of a list of content blocks: `{"type":"text","text":…}`.
  func blocks(_ place: Place) -> String? {
    guard let value = value(place) else { return nil }
    guard let blocks = value.array else { return value.string }
    let texts = blocks.compactMap { block -> String? in
      let type = block["type"]?.string ?? "text"
      return block.string ?? (type.hasSuffix("text") ? block["text"]?.string : nil)
    }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }

  func call(_ tool: StreamDescription.Tool) -> RunnerEvent {
    let name: String
    switch tool.name {
    case .fixed(let text): name = text
    case .at(let pointers): name = joined(pointers)
    }
    let detail = value(tool.detail)
    // A tool may be called with several things; name each of them.
    let details = detail?.array?.map(\.toolDetail).joined(separator: ", ") ?? detail?.toolDetail
    return .tool(name: name.isEmpty ? "?" : name, detail: FailureText.line(details ?? ""))
  }

  func usage(_ tokens: StreamDescription.Tokens) -> Usage {
    let cached = value(tokens.cacheRead)?.tokens ?? 0
    let input = value(tokens.input)?.tokens ?? 0
    return Usage(
      input: tokens.cachedIsInput ? max(0, input - cached) : input,
      output: value(tokens.output)?.tokens ?? 0, cacheRead: cached,
      cacheWrite: value(tokens.cacheWrite)?.tokens ?? 0, dollars: value(tokens.dollars)?.dollars)
  }

  // MARK: Errors

  func isRetry(_ retry: StreamDescription.Retry) -> Bool {
    guard let start = retry.start else { return true }
    return text(retry.failure.message)?.hasPrefix(start) == true
  }

  /// Whether anything is present at the places of the error.
  func holds(_ error: StreamDescription.Failure) -> Bool {
    [error.message, error.name, error.status].contains { value($0) != nil }
  }

  /// The error, and the exact delay that it states.
  func failure(
    _ error: StreamDescription.Failure, _ classes: [StreamDescription.Words]
  ) -> (failure: RunnerFailure, delay: Duration?) {
    let body = body(error)
    let said = body ?? value(error.message).map { $0.string ?? JSONWriter.text($0) } ?? ""
    let name = text(error.name)
    let number = value(error.status).flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
    let status = number.flatMap { (400...599).contains($0) ? $0 : nil }
    let failureClass =
      name.flatMap { error.names[$0] }
      ?? classes.first { FailureText.plain(said).contains($0.words) }?.failureClass
      ?? FailureText.plainClass(of: said) ?? status.map(FailureText.failureClass(status:))
      ?? FailureText.failureClass(of: said) ?? (body == nil ? nil : error.bodyClass)
      ?? error.otherwise
    let delay = error.wait.flatMap(delay) ?? StatedWait.span(in: said)
    let message = said.isEmpty ? name ?? "the agent reported an error" : said
    return (
      RunnerFailure(
        failureClass, FailureText.line(message), retryAfter: StatedWait.whole(delay),
        retryAt: StatedWait.localMoment(in: said)), delay
    )
  }

  /// The message inside a message that is itself JSON: a provider's reply, passed on verbatim.
  private func body(_ error: StreamDescription.Failure) -> String? {
    guard !error.body.isEmpty, let text = text(error.message), text.hasPrefix("{") else {
      return nil
    }
    do {
      return DescribedLine(try JSONParser.parse(text)).text(error.body)
    } catch {
      // Cut short, or not JSON after all: the text itself is the message.
      return nil
    }
  }

  private func delay(_ wait: StreamDescription.Wait) -> Duration? {
    guard let value = value(wait.place) else { return nil }
    let number = value.double ?? value.string.flatMap { Double($0) }
    switch wait.unit {
    case .seconds: return StatedWait.wait(number, .seconds(1))
    case .milliseconds: return StatedWait.wait(number, .milliseconds(1))
    case .words:
      let text = value.string ?? ""
      return StatedWait.span(in: text) ?? StatedWait.span(in: "retry in \(text)")
    }
  }

  private static func scalar(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .bool, .int, .double: JSONWriter.text(value)
    case .null, .array, .object: nil
    }
  }
}
