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

/// Owns a libyaml parser. The parser keeps a pointer to itself, so it lives at an address of its
/// own; every event it hands out is freed before the next is asked for.
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

  /// Not to be called again after `.end` or a failure.
  func next() throws(YAMLFailure) -> Event {
    guard isReady else { throw failure(1, 1, "out of memory") }
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxFailure() }
    defer { yaml_event_delete(&event) }
    let line = Int(event.start_mark.line) + 1
    let column = Int(event.start_mark.column) + 1
    if Self.tag(of: event) != nil { throw failure(line, column, "tags ('!…') are not allowed") }
    return Event(kind: try kind(of: event, line, column), line: line, column: column)
  }

  private func kind(
    of event: yaml_event_t, _ line: Int, _ column: Int
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
      // By its length: an escape can put a NUL inside.
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      guard !bytes.contains(0) else { throw failure(line, column, "a NUL character") }
      return .scalar(
        String(decoding: bytes, as: UTF8.self),
        isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, anchor: Self.text(scalar.anchor))
    default: throw failure(line, column, "something libyaml has no name for")
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
      // The reader runs ahead of the marks; only its byte offset tells the place.
      let place = YAMLDocument.position(of: Int(state.problem_offset), in: input)
      return failure(place.line, place.column, problem)
    }
    let mark = state.problem_mark
    let context = state.context.map { String(cString: $0) }
    return failure(
      Int(mark.line) + 1, Int(mark.column) + 1,
      context.map { "\(problem), \($0)" } ?? problem)
  }

  private func failure(_ line: Int, _ column: Int, _ message: String) -> YAMLFailure {
    YAMLFailure(file: file, line: line, column: column, message: message)
  }
}
