internal import Base

/// What words mean where only `yes` and `y` approve.
package enum Assent: Sendable, Equatable {
  case yes
  /// They sound like a yes, and are not the word for it: taken for a no, they would turn down what
  /// the human wants.
  case nearly
  case no

  package static func of(_ text: String) -> Assent {
    let line = Untrusted.oneLine(text).lowercased()
    if ["yes", "y"].contains(line) { return .yes }
    let words = line.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let first = words.first else {
      return line.contains(where: { "👍👌✅✔☑".contains($0) }) ? .nearly : .no
    }
    // "Yes, but not on a Friday" turns down what was shown.
    if words.contains(where: reservations.contains) { return .no }
    if agreeing.contains(first) { return .nearly }
    return phrases.contains { words.starts(with: $0) } ? .nearly : .no
  }

  private static let agreeing: Set<String> = [
    "absolutely", "affirmative", "agree", "agreed", "allow", "allowed", "alright", "always",
    "approve", "approved", "aye", "certainly", "confirm", "confirmed", "correct", "definitely",
    "fine", "granted", "ja", "k", "lgtm", "ok", "okay", "oui", "proceed", "si", "sure", "sí",
    "true",
    "y", "ya", "yea", "yeah", "yep", "yes", "yess", "yup",
  ]

  private static let phrases: [[String]] = [
    ["all", "right"], ["by", "all", "means"], ["do", "it"], ["do", "so"], ["do", "that"],
    ["go", "ahead"], ["go", "for"], ["go", "on"], ["i", "agree"], ["i", "approve"],
    ["looks", "good"],
    ["of", "course"], ["please", "do"], ["please", "go"], ["please", "proceed"], ["please", "yes"],
    ["run", "it"], ["ship", "it"], ["sounds", "good"],
  ]

  private static let reservations: Set<String> = [
    "after", "although", "before", "but", "cannot", "cant", "dont", "except", "first", "however",
    "if",
    "instead", "later", "nein", "never", "no", "non", "nope", "not", "otherwise", "rather", "stop",
    "t",
    "though", "unless", "until", "wait", "when", "without",
  ]
}
