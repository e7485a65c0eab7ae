import Base
import Foundation
import Screen
import TestSupport
import Testing

@testable import looop

@Suite("A screen as text, colours, JSON and picture")
struct ScreenshotFormTests {
  private static func screen(_ text: String, columns: Int = 40, rows: Int = 6) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.feed(Array(text.utf8)[...])
    return screen
  }

  /// One screen with all that a style can say, wide characters, and words that try to be XML.
  private static let gallery = screen(
    "\u{1B}]0;a title\u{7}\u{1B}[1;31mbold red\u{1B}[0m plain \u{1B}[48;5;24mon blue\u{1B}[m\r\n"
      + "\u{1B}[38;2;215;95;0mtruecolor\u{1B}[m 日本語 👩\u{200D}💻 🇩🇪 e\u{301}|\r\n"
      + "</text><script>\"&'\u{1B}[7minverse\u{1B}[m \u{1B}[4;9;3;2;5mall\u{1B}[8mhidden\u{1B}[m\r\n"
      + "┌────┐ \u{1B}[93mbright\u{1B}[38;5;244mgrey\u{1B}[m")

  @Test("The forms of one screen")
  func forms() {
    let screenshot = Screenshot(Self.gallery)
    Golden.expect(screenshot.text, at: "golden/screenshot/gallery.txt")
    Golden.expect(
      screenshot.ansi.replacing("\u{1B}", with: "^["), at: "golden/screenshot/gallery.ansi.txt")
    let report = ScreenshotReport(id: "notes", kind: .terminal, screenshot: screenshot)
    Golden.expect(
      JSONWriter.text(report.json, .pretty) + "\n", at: "golden/screenshot/gallery.json")
    let picture = TerminalPicture(screenshot: screenshot, heading: "looop worker <notes>")
    Golden.expect(picture.svg, at: "golden/screenshot/gallery.svg")
  }

  @Test("Whatever a program printed, its colours show the same again and hold no other sequence")
  func again() {
    var random = Seed.take(for: "screens in their colours")
    let pieces = [
      "\u{1B}[1m", "\u{1B}[31;44m", "\u{1B}[0m", "\u{1B}[38;5;200m", "\u{1B}[7m", "\u{1B}[2J",
      "\u{1B}[5;5H", "\u{1B}[K", "\u{1B}]0;t\u{7}", "\u{1B}[?1049h", "\u{202E}", "\u{200B}",
      "e\u{301}", "日", "👩\u{200D}💻", "🇩🇪", "a", "b c", "\r\n", "\t", "\u{1B}", "\u{9B}", "\u{0}",
    ]
    for _ in 0..<300 {
      let screenshot = Screenshot(Self.screen(random.text(pieces, upTo: 60), columns: 12, rows: 5))
      let ansi = screenshot.ansi
      var bare = ansi
      bare.replace(#/\u{1B}\[[0-9;]*m/#, with: "")
      let isClean = bare.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.properties.generalCategory != .control
      }
      #expect(isClean && !bare.unicodeScalars.contains("\u{202E}"), "seed \(random.seed)")
      let shown = Screenshot(
        Self.screen(ansi.replacing("\n", with: "\r\n").dropLineFeed, columns: 12, rows: 5))
      #expect(shown.rows == screenshot.rows, "seed \(random.seed)")
      let svg = TerminalPicture(screenshot: screenshot, heading: "h").svg
      #expect(
        svg.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
      #expect(XML.isWellFormed(svg), "seed \(random.seed)")
    }
  }

  @Test("A secret is masked in its columns, over the end of a row too, and nothing moves")
  func secrets() {
    let redaction = Redaction(["TOKEN": "s3cret-token-of-mine", "PEM": "first line\nsecond line"])
    let screenshot = Screenshot(
      Self.screen(
        "a s3cret-token-of-mine b\r\n日\u{1B}[31mxxxxxxxx s3cret-token-of-mine|end", columns: 24))
    let shown = screenshot.redacted(by: redaction)
    #expect(
      shown.text == "a ******************** b\n日xxxxxxxx *************\n*******|end\n")
    #expect(shown.rows.map { $0.map(\.style) } == screenshot.rows.map { $0.map(\.style) })
    let several = Screenshot(Self.screen("x\r\nfirst line\r\nsecond line\r\ny"))
    let masked = several.redacted(by: redaction).text
    #expect(masked == "x\n**********\n***********\ny\n")
    #expect(screenshot.redacted(by: .none) == screenshot)
  }

  @Test("An empty screen is one row of a picture, and no line of text")
  func empty() {
    let screenshot = Screenshot(Screen(columns: 1, rows: 1))
    #expect(screenshot.text.isEmpty && screenshot.ansi.isEmpty && screenshot.shownRows == 0)
    #expect(XML.isWellFormed(TerminalPicture(screenshot: screenshot, heading: "").svg))
  }

  @Test("A transcript fills a screen with its last lines, and can do nothing to it")
  func words() {
    let lines = (1...50).map { "line \($0)" }.joined(separator: "\n")
    let screenshot = Screenshot(
      WordScreen.transcript(lines + "\n> Bash: ls\n  a.txt\n\u{1B}[2J\u{1B}]0;t\u{7}end\n"))
    #expect(screenshot.text.split(separator: "\n").count == WordScreen.rows)
    #expect(screenshot.text.hasSuffix("> Bash: ls\n  a.txt\n\\u{1b}[2J\\u{1b}]0;t\\u{7}end\n"))
    #expect(screenshot.title.isEmpty && screenshot.cursor == nil)
    #expect(screenshot.rows[37].first?.style != .plain)
  }
}

extension String {
  /// Without a line feed at the end, which would scroll.
  fileprivate var dropLineFeed: String { hasSuffix("\r\n") ? String(dropLast()) : self }
}

/// Enough of XML to find a tag that a text opened or closed.
private enum XML {
  static func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: start)..<end]
      let name = tag.drop { $0 == "/" }.prefix { !" /".contains($0) }
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { return false }
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
      rest = rest[rest.index(after: end)...]
    }
    return open.isEmpty
  }
}
