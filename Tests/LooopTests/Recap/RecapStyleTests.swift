import Foundation
import Testing

@testable import looop

@Suite("The colours of the recap's page")
struct RecapStyleTests {
  /// The light theme, then the dark one.
  private static let themes: [[String: String]] = RecapStyle.sheet.matches(
    of: #/:root\{([^}]*)\}/#
  ).map { theme in
    theme.1.matches(of: #/--(\w+):#(\w+)/#).reduce(into: [:]) { colours, match in
      colours[String(match.1)] = String(match.2)
    }
  }

  @Test("Both themes name the same colours")
  func names() {
    #expect(Self.themes.count == 2)
    #expect(Set(Self.themes[0].keys) == Set(Self.themes[1].keys))
    #expect(Self.themes[0] != Self.themes[1])
  }

  @Test("Texts have a contrast of 4.5 to 1, marks of 3 to 1", arguments: [0, 1])
  func contrast(_ theme: Int) throws {
    let colours = Self.themes[theme]
    func contrast(_ first: String, _ second: String) throws -> Double {
      let both = try [first, second].map { Self.luminance(try #require(colours[$0])) }.sorted()
      return (both[1] + 0.05) / (both[0] + 0.05)
    }
    for ground in ["bg", "card", "rail"] {
      for text in ["ink", "soft", "link", "hold", "bad"] {
        #expect(try contrast(text, ground) >= 4.5, "\(text) on \(ground)")
      }
    }
    let marks = ["good", "rest", "hold", "bad", "skip", "run", "c0", "c1", "c2", "c3", "c4", "c5"]
    for ground in ["card", "rail"] {
      for mark in marks { #expect(try contrast(mark, ground) >= 3, "\(mark) on \(ground)") }
    }
  }

  /// As WCAG 2 defines it.
  private static func luminance(_ colour: String) -> Double {
    let digits = Array(colour.count == 3 ? colour.map { "\($0)\($0)" }.joined() : colour)
    let parts = [0, 2, 4].map { place in
      let value = Double(Int(String(digits[place...place + 1]), radix: 16) ?? 0) / 255
      return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
