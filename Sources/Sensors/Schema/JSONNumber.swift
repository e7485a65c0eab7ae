internal import Base

/// A number of a JSON document, comparable with others.
struct JSONNumber: Sendable, Equatable, Comparable {
  let value: JSONValue

  /// Nil when `value` is not a number.
  init?(_ value: JSONValue) {
    guard value.double != nil else { return nil }
    self.value = value
  }

  /// Whether it has no fraction, however it is written or stored.
  var isWhole: Bool { value.double.map { $0.rounded(.towardZero) == $0 } ?? false }

  static func < (left: Self, right: Self) -> Bool {
    // Two different large whole numbers may be equal as doubles.
    if case .int(let left) = left.value, case .int(let right) = right.value { return left < right }
    return (left.value.double ?? 0) < (right.value.double ?? 0)
  }
}
