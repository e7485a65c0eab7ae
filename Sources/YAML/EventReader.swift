internal import CYAML

/// One step of libyaml's parser as a Swift value.
struct Event {
  enum Kind {
    case start, documentStart, documentEnd, end
    case scalar(String, isPlain: Bool, anchor: String?)
    case alias(String)
    case sequenceStart(anchor: String?), sequenceEnd
    case mappingStart(anchor: String?), mappingEnd
  }

  let kind: Kind
  let line: Int
  let column: Int
}

/// Owns a libyaml parser. The parser points into itself, so its address must not change; each event
/// is freed before the next one is read.
final class EventReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let isReady: Bool
  private let input: UnsafeBufferPointer<UInt8>
  private let file: String

  /// `input` must outlive the reader.
  init(_ input: UnsafeBufferPointer<UInt8>, file: String) {
    self.input = input
    self.file = file
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    isReady = yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    if isReady { yaml_parser_delete(parser) }
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  /// The next event. Must not be called again after `.end` or a failure.
  func next() throws(YAMLFailure) -> Event {
    guard isReady else { throw failure("out of memory", at: (1, 1)) }
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxFailure() }
    defer { yaml_event_delete(&event) }
    let place = Self.place(of: event.start_mark)
    if Self.tag(of: event) != nil { throw failure("tags ('!…') are not allowed", at: place) }
    return Event(kind: try kind(of: event, at: place), line: place.line, column: place.column)
  }

  private func kind(
    of event: yaml_event_t, at place: Place
  ) throws(YAMLFailure) -> Event.Kind {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .start
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_STREAM_END_EVENT: return .end
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias(Self.text(event.data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      return .sequenceStart(anchor: Self.text(event.data.sequence_start.anchor))
    case YAML_MAPPING_START_EVENT:
      return .mappingStart(anchor: Self.text(event.data.mapping_start.anchor))
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      // Counted, not NUL-terminated: an escape can put a NUL inside.
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      guard !bytes.contains(0) else { throw failure("a NUL character", at: place) }
      return .scalar(
        String(decoding: bytes, as: UTF8.self),
        isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, anchor: Self.text(scalar.anchor))
    default: throw failure("an unknown libyaml event", at: place)
    }
  }

  private static func tag(of event: yaml_event_t) -> UnsafeMutablePointer<yaml_char_t>? {
    switch event.type {
    case YAML_SCALAR_EVENT: event.data.scalar.tag
    case YAML_SEQUENCE_START_EVENT: event.data.sequence_start.tag
    case YAML_MAPPING_START_EVENT: event.data.mapping_start.tag
    default: nil
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private func syntaxFailure() -> YAMLFailure {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "not YAML"
    if state.error == YAML_READER_ERROR {
      // The reader runs ahead of the marks; only its byte offset is exact.
      let place = YAMLDocument.position(of: Int(state.problem_offset), in: input)
      return failure(problem, at: place)
    }
    let context = state.context.map { String(cString: $0) }
    let words = SyntaxWords(problem: problem, context: context)
    if words.isUnclosed { return failure(words.text, at: Self.place(of: state.context_mark)) }
    return failure(
      words.text(at: byte(at: state.problem_mark)), at: Self.place(of: state.problem_mark))
  }

  /// Marks count characters, also in their offset.
  private func byte(at mark: yaml_mark_t) -> UInt8? {
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard mark.line < lines.count else { return nil }
    let starts = lines[Int(mark.line)].filter { $0 & 0xC0 != 0x80 }
    return mark.column < starts.count ? starts[Int(mark.column)] : nil
  }

  /// Counted from 1.
  private typealias Place = (line: Int, column: Int)

  private static func place(of mark: yaml_mark_t) -> Place {
    (Int(mark.line) + 1, Int(mark.column) + 1)
  }

  private func failure(_ message: String, at place: Place) -> YAMLFailure {
    YAMLFailure(file: file, line: place.line, column: place.column, message: message)
  }
}
