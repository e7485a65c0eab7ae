internal import Base
internal import Core
internal import YAML

/// Reads a preset's `stream`: the word `text`, or a description of JSON lines.
enum StreamFile {
  private typealias Description = StreamDescription

  private static let keys = [
    "type", "session", "model", "lines", "ignore", "classes", "stderr_noise",
    "interrupt_exit",
  ]
  private static let lineKeys = [
    "session", "model", "text", "piece", "answer", "reasoning", "tool", "result", "usage", "retry",
    "error", "end",
  ]
  private static let usageKeys = [
    "input", "output", "cache_read", "cache_write", "usd", "cached_in_input", "total",
  ]
  private static let errorKeys = ["message", "body", "class", "status", "wait", "otherwise"]

  /// The format that `preset` describes; nil when it has no `stream`.
  static func parse(_ preset: YAMLMapping) throws(YAMLFailure) -> StreamFormat? {
    guard let node = preset.value("stream"), !node.isNull else { return nil }
    if let word = node.text {
      guard word == "text" else {
        throw preset.failure(node, "'stream' is '\(word)'; write text, or a mapping with 'type'")
      }
      return .text
    }
    guard let stream = try preset.mapping("stream", keys: keys) else { return nil }
    return .described(try description(stream))
  }

  private static func description(_ stream: YAMLMapping) throws(YAMLFailure) -> StreamDescription {
    var description = Description(type: try place("type", in: stream))
    guard !description.type.isEmpty else {
      throw stream.failure("type", "'stream' needs 'type': where a line says what it is")
    }
    description.session = try place("session", in: stream)
    description.model = try place("model", in: stream)
    for (type, line) in try stream.mappings("lines", keys: lineKeys) {
      add(try self.line(line), for: type, to: &description)
    }
    guard !description.lines.isEmpty || !description.beginnings.isEmpty else {
      throw stream.failure("lines", "'stream' needs 'lines': what lines of each type mean")
    }
    for (index, type) in (try stream.strings("ignore") ?? []).enumerated() {
      if description.has(type) {
        let place = stream.value("ignore")?.elements[index] ?? stream.node
        throw stream.failure(place, "'\(type)' is already in 'lines'")
      }
      add(Description.Line(), for: type, to: &description)
    }
    // The longest beginning is the most specific.
    description.beginnings.sort { $0.start.utf8.count > $1.start.utf8.count }
    description.classes = try classes("classes", in: stream).map { words, failureClass in
      Description.Words(FailureText.plain(words), failureClass)
    }
    description.errorNoise = try stream.strings("stderr_noise") ?? []
    description.interruptExit = try stream.int("interrupt_exit")
    return description
  }

  private static func add(
    _ line: StreamDescription.Line, for type: String, to description: inout StreamDescription
  ) {
    if type.hasSuffix("*") {
      description.beginnings.append(.init(start: String(type.dropLast()), line: line))
    } else {
      description.lines[type] = line
    }
  }

  private static func line(_ mapping: YAMLMapping) throws(YAMLFailure) -> StreamDescription.Line {
    var line = Description.Line()
    line.session = try place("session", in: mapping)
    line.model = try place("model", in: mapping)
    line.text = try place("text", in: mapping)
    line.piece = try place("piece", in: mapping)
    line.answer = try place("answer", in: mapping)
    line.reasoning = try place("reasoning", in: mapping)
    line.tool = try tool(mapping)
    line.result = try place("result", in: mapping)
    line.usage = try usage(mapping)
    if let retry = try mapping.mapping("retry", keys: errorKeys + ["starts_with"]) {
      line.retry = Description.Retry(
        failure: try failure(retry, otherwise: .transient), start: try retry.string("starts_with"))
    }
    if let error = try mapping.mapping("error", keys: errorKeys) {
      line.error = try failure(error, otherwise: .protocol)
    }
    line.end = try word("end", in: mapping)
    return line
  }

  private static func tool(_ line: YAMLMapping) throws(YAMLFailure) -> StreamDescription.Tool? {
    guard let mapping = try line.mapping("tool", keys: ["name", "detail", "id"]) else { return nil }
    guard let name = mapping.value("name"), !name.isNull else {
      throw mapping.failure("name", "'tool' needs 'name': a pointer, or the tool's name itself")
    }
    var tool: Description.Tool
    if let text = name.text, !text.hasPrefix("/") {
      tool = Description.Tool(name: .fixed(text))
    } else {
      tool = Description.Tool(name: .at(try place("name", in: mapping)))
    }
    tool.detail = try place("detail", in: mapping)
    tool.id = try place("id", in: mapping)
    return tool
  }

  private static func usage(_ line: YAMLMapping) throws(YAMLFailure) -> StreamDescription.Tokens? {
    guard let mapping = try line.mapping("usage", keys: usageKeys) else { return nil }
    var tokens = Description.Tokens()
    tokens.input = try place("input", in: mapping)
    tokens.output = try place("output", in: mapping)
    tokens.cacheRead = try place("cache_read", in: mapping)
    tokens.cacheWrite = try place("cache_write", in: mapping)
    tokens.dollars = try place("usd", in: mapping)
    tokens.cachedIsInput = try mapping.bool("cached_in_input") ?? false
    tokens.isTotal = try mapping.bool("total") ?? false
    return tokens
  }

  private static func failure(
    _ mapping: YAMLMapping, otherwise: RunnerFailure.Class
  ) throws(YAMLFailure) -> StreamDescription.Failure {
    var failure = Description.Failure(otherwise: try word("otherwise", in: mapping) ?? otherwise)
    failure.message = try place("message", in: mapping)
    failure.status = try place("status", in: mapping)
    if let body = try mapping.mapping("body", keys: ["message", "otherwise"]) {
      failure.body = try neededPlace("message", in: body)
      failure.bodyClass = try word("otherwise", in: body)
    }
    if let named = try mapping.mapping("class", keys: ["at", "values"]) {
      failure.name = try neededPlace("at", in: named)
      for (name, failureClass) in try classes("values", in: named) {
        failure.names[name] = failureClass
      }
    }
    if let wait = try mapping.mapping("wait", keys: ["at", "unit"]) {
      failure.wait = Description.Wait(
        place: try neededPlace("at", in: wait), unit: try word("unit", in: wait) ?? .seconds)
    }
    return failure
  }

  // MARK: Values

  /// One pointer, or a list of them.
  private static func place(
    _ key: String, in mapping: YAMLMapping
  ) throws(YAMLFailure) -> [JSONPointer] {
    guard let node = mapping.value(key), !node.isNull else { return [] }
    var pointers: [JSONPointer] = []
    for node in node.elements {
      guard let text = node.text else {
        throw mapping.failure(node, "'\(key)' must be a JSON Pointer such as /usage/input")
      }
      guard let pointer = JSONPointer(text) else {
        throw mapping.failure(
          node,
          "'\(text)' is not a JSON Pointer; write '/' before each name, as in /usage/input, and within"
            + " a name ~1 for '/' and ~0 for '~'")
      }
      pointers.append(pointer)
    }
    return pointers
  }

  private static func neededPlace(
    _ key: String, in mapping: YAMLMapping
  ) throws(YAMLFailure) -> [JSONPointer] {
    let place = try place(key, in: mapping)
    if place.isEmpty { throw mapping.failure(key, "'\(key)' is missing here: a JSON Pointer") }
    return place
  }

  /// A mapping of the writer's own words to failure classes, in the order written.
  private static func classes(
    _ key: String, in mapping: YAMLMapping
  ) throws(YAMLFailure) -> [(String, RunnerFailure.Class)] {
    guard let node = mapping.value(key), !node.isNull else { return [] }
    guard case .mapping(let members) = node.value else {
      throw mapping.failure(node, "'\(key)' must be a mapping of texts to failure classes")
    }
    var classes: [(String, RunnerFailure.Class)] = []
    for member in members {
      classes.append(
        (member.key.text ?? "", try word(member.value, "a failure class", in: mapping)))
    }
    return classes
  }

  /// One of the words of `Word`.
  private static func word<Word: CaseIterable & RawRepresentable<String>>(
    _ key: String, in mapping: YAMLMapping
  ) throws(YAMLFailure) -> Word? {
    guard let node = mapping.value(key), !node.isNull else { return nil }
    return try word(node, "'\(key)'", in: mapping)
  }

  private static func word<Word: CaseIterable & RawRepresentable<String>>(
    _ node: YAMLNode, _ what: String, in mapping: YAMLMapping
  ) throws(YAMLFailure) -> Word {
    if let text = node.text, let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw mapping.failure(node, "'\(node.text ?? "")' is not \(what); use one of: \(known)")
  }
}

extension StreamDescription {
  fileprivate func has(_ type: String) -> Bool {
    lines[type] != nil || beginnings.contains { "\($0.start)*" == type }
  }
}

extension YAMLNode {
  /// The elements of a list, or the node itself.
  fileprivate var elements: [YAMLNode] {
    if case .sequence(let elements) = value { elements } else { [self] }
  }
}
