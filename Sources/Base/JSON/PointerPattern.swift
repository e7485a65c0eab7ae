/// A JSON Pointer in which a segment `*` matches every element of an array, or every member of an
/// object, in order: `/items/*/id`. A member named `*` cannot be addressed alone.
package struct PointerPattern: Sendable, Hashable {
  private enum Segment: Sendable, Hashable {
    case name(String)
    case each

    /// Whether it matches the member `key`.
    func leads(to key: String) -> Bool {
      switch self {
      case .name(let name): name == key
      case .each: true
      }
    }

    /// Whether it matches the element at `index`.
    func leads(to index: Int) -> Bool {
      switch self {
      case .name(let name): JSONPointer.index(name) == index
      case .each: true
      }
    }
  }

  /// The remaining segments of a pattern below some value.
  private typealias Rest = ArraySlice<Segment>

  /// As it was written.
  package let text: String
  private let segments: [Segment]

  /// Nil when `text` is not a pointer.
  package init?(_ text: String) {
    guard let names = JSONPointer.names(text) else { return nil }
    self.text = text
    segments = names.map { $0 == "*" ? .each : .name($0) }
  }

  /// Whether it can match several values.
  package var isPlural: Bool { segments.contains(.each) }

  /// The value it matches; for a plural pattern an array of all matches, in order.
  ///
  /// Nil when it matches nothing. For a plural pattern only the part before the first `*` decides
  /// that: below it, values without such a member are left out.
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

  /// `document` without the matches; null when the document itself matches.
  package func removed(from document: JSONValue) -> JSONValue {
    [self].removed(from: document)
  }

  /// `document` with every match replaced by its `transform`.
  package func replaced(
    in document: JSONValue, _ transform: (JSONValue) -> JSONValue
  ) -> JSONValue {
    Self.edited(document, below: [segments[...]], transform) ?? .null
  }

  /// `document` with `edit` applied to every match of `patterns`; nil from `edit` removes the
  /// match.
  ///
  /// All patterns are applied in one pass, so that a removed element does not shift those that
  /// another pattern matches, and the work is the size of the document times the number of
  /// patterns.
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
  /// `document` without the matches of any of them. Each applies to the original document: `/a/0`
  /// and `/a/1` remove the first two elements, in any order of the patterns.
  package func removed(from document: JSONValue) -> JSONValue {
    PointerPattern.edited(document, of: self) { _ in nil } ?? .null
  }
}
