internal import Base

/// A version of an agent CLI by its numbers, as in 2.1.330.
package struct ProgramVersion: Sendable, Equatable, Comparable {
  private let numbers: [Int]

  /// Nil when `text` does not begin with a number; what follows the numbers (`-alpha.1`) is ignored.
  package init?(_ text: String) {
    let bare = text.hasPrefix("v") ? text.dropFirst() : text[...]
    let numbers = bare.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      .split(separator: ".").map { Int($0) }
    let known = numbers.compactMap(\.self)
    guard !known.isEmpty, known.count == numbers.count else { return nil }
    self.numbers = known
  }

  package var text: String { numbers.map(String.init).joined(separator: ".") }

  package static func < (left: ProgramVersion, right: ProgramVersion) -> Bool {
    for index in 0..<max(left.numbers.count, right.numbers.count) {
      let (one, other) = (left.number(index), right.number(index))
      if one != other { return one < other }
    }
    return false
  }

  package static func == (left: ProgramVersion, right: ProgramVersion) -> Bool {
    !(left < right) && !(right < left)
  }

  private func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
}

/// The least version that a preset works with: `>=1.2`.
package struct VersionNeed: Sendable, Equatable {
  package let least: ProgramVersion

  /// Nil when `text` does not read so.
  package init?(_ text: String) {
    guard text.hasPrefix(">="),
      let least = ProgramVersion(text.dropFirst(2).drop(while: \.isWhitespace).description)
    else { return nil }
    self.least = least
  }

  package var text: String { ">=\(least.text)" }
}
