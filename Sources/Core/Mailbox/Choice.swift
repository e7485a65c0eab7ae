internal import Base

/// Which of an ask's options an answer chooses.
package enum Choice: Sendable, Equatable {
  /// The option at this place.
  case option(Int)
  /// Words of the human's own.
  case words
  /// The word is in several options, at these places.
  case ambiguous([Int])
  /// `#7` of three options.
  case missing

  /// By the option's text, by its number as in `#2`, or by one word that no other option has. Capital
  /// letters do not matter.
  package static func of(_ text: String, among options: [String]) -> Choice {
    guard !options.isEmpty else { return .words }
    let text = Untrusted.oneLine(text)
    if let exact = options.firstIndex(of: text) { return .option(exact) }
    if text.hasPrefix("#"), text.dropFirst().utf8.allSatisfy(\.isDigit), text.utf8.count > 1 {
      guard let number = Int(text.dropFirst()), options.indices.contains(number - 1) else {
        return .missing
      }
      return .option(number - 1)
    }
    let word = text.lowercased()
    let same = options.indices.filter { options[$0].lowercased() == word }
    if !same.isEmpty { return one(of: same) }
    guard words(word) == [word] else { return .words }
    return one(of: options.indices.filter { words(options[$0].lowercased()).contains(word) })
  }

  private static func one(of places: [Int]) -> Choice {
    switch places.count {
    case 0: .words
    case 1: .option(places[0])
    default: .ambiguous(places)
    }
  }

  private static func words(_ text: String) -> [String] {
    text.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" }.map(String.init)
  }
}
