/// A JSON Pointer in which a segment `*` stands for every element of an array, or every member of an
/// object, in their order: `/items/*/id`. A member whose name is a star has no pointer of its own.
package struct PointerPattern: Sendable, Hashable {
  private enum Segment: Sendable, Hashable {
    case name(String)
    case each

    /// Whether it steps to the member `key`.
    func leads(to key: String) -> Bool {
      switch self {
      case .name(let name): name == key
      case .each: true
      }
    }

    /// Whether it steps to the element at `index`.
    func leads(to index: Int) -> Bool {
      switch self {
      case .name(let name): JSONPointer.index(name) == index
      case .each: true
      }
    }
  }

  /// What a pattern still asks for below some value.
  private typealias Rest = ArraySlice<Segment>

  /// As it was written.
  package let text: String
  private let segments: [Segment]

  /// Nil when `text` is no pointer.
  package init?(_ text: String) {
    guard let names = JSONPointer.names(text) else { return nil }
    self.text = text
    segments = names.map { $0 == "*" ? .each : .name($0) }
  }

  /// Whether it may lead to several values.
  package var isPlural: Bool { segments.contains(.each) }

  /// The value it leads to; of a plural one an array of all it leads to, in order.
  ///
  /// Nil when it leads nowhere. Of a plural one that is said by what stands before the first `*`
  /// alone: below it a document may be uneven, and what has no such member is left out.
  package func value(in document: JSONValue) -> JSONValue? {
    var found = [document]
    var isSpread = false
    for segment in segments {
      switch segment {
      case .name(let name): found = found.compactMap { JSONPointer.child(name, of: $0) }
      case .each:
        let children = found.compactMap(Self.children)
        guard isSpread || !children.isEmpty else { return nil }
        found = children.flatMap(\.self)
        isSpread = true
      }
    }
    return isSpread ? .array(found) : found.first
  }

  /// `document` without what it leads to; null when that is the document itself.
  package func removed(from document: JSONValue) -> JSONValue {
    [self].removed(from: document)
  }

  /// `document` with `transform` of each value it leads to in that value's place.
  package func replaced(
    in document: JSONValue, _ transform: (JSONValue) -> JSONValue
  ) -> JSONValue {
    Self.edited(document, below: [segments[...]], transform) ?? .null
  }

  /// `value` with `edit` done wherever one of `rests` ends; nil from it takes the place away.
  ///
  /// All patterns go down together and every value is met once, so that an element taken away moves
  /// no other that a later pattern means, and the work is that of the document times the patterns.
  fileprivate static func edited(
    _ document: JSONValue, of patterns: [PointerPattern], _ edit: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    edited(document, below: patterns.map { $0.segments[...] }, edit)
  }

  private static func edited(
    _ value: JSONValue, below rests: [Rest], _ edit: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    if rests.isEmpty { return value }
    if rests.contains(where: \.isEmpty) { return edit(value) }
    switch value {
    case .object(let object):
      var kept = JSONObject()
      for (key, member) in object.members {
        let below = rests.filter { $0.first?.leads(to: key) ?? false }.map { $0.dropFirst() }
        kept[key] = edited(member, below: below, edit)
      }
      return .object(kept)
    case .array(let elements):
      return .array(
        elements.enumerated().compactMap { index, element in
          let below = rests.filter { $0.first?.leads(to: index) ?? false }.map { $0.dropFirst() }
          return edited(element, below: below, edit)
        })
    case .null, .bool, .int, .double, .string: return value
    }
  }

  private static func children(_ value: JSONValue) -> [JSONValue]? {
    switch value {
    case .object(let object): object.members.map(\.value)
    case .array(let elements): elements
    case .null, .bool, .int, .double, .string: nil
    }
  }
}

extension [PointerPattern] {
  /// `document` without what any of them leads to. Each means the document as it is given:
  /// `/a/0` and `/a/1` take away the first two elements, in whatever order they stand here.
  package func removed(from document: JSONValue) -> JSONValue {
    PointerPattern.edited(document, of: self) { _ in nil } ?? .null
  }
}
