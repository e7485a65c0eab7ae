internal import Base

extension Reading.Content {
  /// Where it differs from the content it was, each place with from and to; nil when that cannot be
  /// told.
  func difference(from before: String) -> String? {
    guard let former = try? JSONParser.parse(Array(before.utf8)) else { return nil }
    let places = JSONDifference.pointers(former, json).compactMap { text in
      JSONPointer(text).map { (text, $0.value(in: former), $0.value(in: json)) }
    }
    let words = places.map { place, from, to in
      let name = place.isEmpty ? "as a whole" : "\(place)"
      return "\(name) from \(Self.text(from)) to \(Self.text(to))"
    }
    return words.isEmpty ? nil : ": " + words.joined(separator: "; ")
  }

  private static func text(_ value: JSONValue?) -> String {
    value.map { JSONWriter.text($0) } ?? "nothing"
  }
}
