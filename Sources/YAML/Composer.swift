/// Builds the node tree from events, within the limits.
struct Composer {
  /// A finished node with its cost, so that each alias is charged in full.
  private struct Built {
    let node: YAMLNode
    let size: Int
    let height: Int
  }

  private let events: EventReader
  private let file: String
  private let limits: YAMLLimits
  private var anchors: [String: Built] = [:]
  private var nodes = 0

  init(events: EventReader, file: String, limits: YAMLLimits) {
    self.events = events
    self.file = file
    self.limits = limits
  }

  /// Reads the stream to its end.
  mutating func document() throws(YAMLFailure) -> YAMLNode {
    _ = try events.next()
    let opening = try events.next()
    guard case .documentStart = opening.kind else {
      throw failure(opening, "the file holds no document")
    }
    let root = try node(try events.next(), depth: 0)
    _ = try events.next()
    let closing = try events.next()
    guard case .end = closing.kind else {
      throw failure(closing, "a second document; a file may hold only one")
    }
    return root.node
  }

  private mutating func node(_ event: Event, depth: Int) throws(YAMLFailure) -> Built {
    switch event.kind {
    case .scalar(let text, let isPlain, let anchor):
      try charge(1, event)
      return finish(event, .scalar(text, isPlain: isPlain), size: 1, height: 0, anchor: anchor)
    case .alias(let name): return try resolve(name, event, depth: depth)
    case .sequenceStart(let anchor):
      return try sequence(event, anchor: anchor, depth: depth)
    case .mappingStart(let anchor):
      return try mapping(event, anchor: anchor, depth: depth)
    case .start, .documentStart, .documentEnd, .end, .sequenceEnd, .mappingEnd:
      throw failure(event, "a value is missing here")
    }
  }

  private mutating func sequence(
    _ start: Event, anchor: String?, depth: Int
  ) throws(YAMLFailure) -> Built {
    try enter(start, depth)
    let before = nodes
    var elements: [YAMLNode] = []
    var height = 0
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { break }
      let element = try node(event, depth: depth + 1)
      elements.append(element.node)
      height = max(height, element.height)
    }
    return finish(
      start, .sequence(elements), size: nodes - before + 1, height: height + 1, anchor: anchor)
  }

  private mutating func mapping(
    _ start: Event, anchor: String?, depth: Int
  ) throws(YAMLFailure) -> Built {
    try enter(start, depth)
    let before = nodes
    var members: [YAMLNode.Member] = []
    var seen: [String: Int] = [:]
    var height = 0
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { break }
      let key = try node(event, depth: depth + 1)
      guard let name = key.node.text else {
        throw failure(event, "a key must be text, this is \(key.node.kind)")
      }
      if let line = seen.updateValue(event.line, forKey: name) {
        throw failure(event, "the key '\(name)' appears twice, first on line \(line)")
      }
      let value = try node(try events.next(), depth: depth + 1)
      members.append(YAMLNode.Member(key: key.node, value: value.node))
      height = max(height, value.height)
    }
    return finish(
      start, .mapping(members), size: nodes - before + 1, height: height + 1, anchor: anchor)
  }

  /// The node an alias refers to, at the place of the alias.
  private mutating func resolve(
    _ name: String, _ event: Event, depth: Int
  ) throws(YAMLFailure) -> Built {
    // An anchor is known once its node is finished, so no node can hold itself.
    guard let target = anchors[name] else {
      throw failure(event, "'*\(name)' refers to no finished node above it")
    }
    try charge(target.size, event)
    guard depth + target.height <= limits.depth else { throw tooDeep(event) }
    let node = YAMLNode(line: event.line, column: event.column, value: target.node.value)
    return Built(node: node, size: target.size, height: target.height)
  }

  private mutating func finish(
    _ event: Event, _ value: YAMLNode.Value, size: Int, height: Int, anchor: String?
  ) -> Built {
    let node = YAMLNode(line: event.line, column: event.column, value: value)
    let built = Built(node: node, size: size, height: height)
    if let anchor { anchors[anchor] = built }
    return built
  }

  private mutating func enter(_ event: Event, _ depth: Int) throws(YAMLFailure) {
    guard depth < limits.depth else { throw tooDeep(event) }
    try charge(1, event)
  }

  private mutating func charge(_ count: Int, _ event: Event) throws(YAMLFailure) {
    nodes += count
    guard nodes <= limits.nodes else {
      throw failure(event, "more than \(limits.nodes) nodes, aliases counted in full")
    }
  }

  private func tooDeep(_ event: Event) -> YAMLFailure {
    failure(event, "nested deeper than \(limits.depth) levels")
  }

  private func failure(_ event: Event, _ message: String) -> YAMLFailure {
    YAMLFailure(file: file, line: event.line, column: event.column, message: message)
  }
}
