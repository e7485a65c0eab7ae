/// Finds where two JSON documents differ, as pointers: `/items/0/title`.
package enum JSONDifference {
  /// The most places that are returned; the empty pointer is the whole document.
  package static let most = 8

  package static func pointers(_ left: JSONValue, _ right: JSONValue) -> [String] {
    var found: [String] = []
    compare(left, right, at: "", into: &found)
    return found
  }

  private static func compare(
    _ left: JSONValue?, _ right: JSONValue?, at place: String, into found: inout [String]
  ) {
    guard left != right, found.count < most else { return }
    switch (left, right) {
    case (.object(let left), .object(let right)):
      let keys = left.keys + right.keys.filter { left[$0] == nil }
      for key in keys {
        compare(left[key], right[key], at: "\(place)/\(escaped(key))", into: &found)
      }
    case (.array(let left), .array(let right)) where left.count == right.count:
      for (index, pair) in zip(left, right).enumerated() {
        compare(pair.0, pair.1, at: "\(place)/\(index)", into: &found)
      }
    default: found.append(place)
    }
  }

  /// As RFC 6901 writes a member's name.
  private static func escaped(_ key: String) -> String {
    var result = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": result += "~0"
      case "/": result += "~1"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
