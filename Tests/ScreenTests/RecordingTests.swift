import Foundation
import Screen
import TestSupport
import Testing

/// Real sessions of agents, byte for byte, and the screen tmux 3.3a made of them.
struct Recording: Sendable, CustomTestStringConvertible {
  let name: String

  static let all = ["claude-plain", "claude-noalt", "codex-noalt"].map(Recording.init)

  var testDescription: String { name }

  struct Facts: Decodable {
    let columns: Int
    let rows: Int
    let alternate: Bool
    let cursor_column: Int
    let cursor_row: Int
  }

  func bytes() throws -> [UInt8] {
    Array(try Data(contentsOf: Fixtures.folder.appending(path: "screens/\(name).raw")))
  }

  func facts() throws -> Facts {
    try JSONDecoder().decode(Facts.self, from: Data(Fixtures.text("screens/\(name).json").utf8))
  }

  /// The lines of a capture without blanks at their ends.
  func capture(_ suffix: String) throws -> [String] {
    try Fixtures.text("screens/\(name).\(suffix).txt").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  func played(by size: Int? = nil, scrollback: Int = 1000) throws -> Screen {
    let facts = try facts()
    let bytes = try bytes()
    var screen = Screen(columns: facts.columns, rows: facts.rows, scrollback: scrollback)
    screen.feed(bytes, by: size ?? bytes.count)
    return screen
  }
}

@Suite("Recorded sessions")
struct RecordingTests {
  @Test("The screen is the one tmux shows", arguments: Recording.all)
  func screens(recording: Recording) throws {
    let screen = try recording.played()
    let facts = try recording.facts()
    #expect(screen.lines == Array(try recording.capture("tmux").prefix(facts.rows)))
    #expect(screen.place == [facts.cursor_row, facts.cursor_column])
    #expect(screen.isAlternate == facts.alternate)
  }

  @Test("How the bytes were cut makes no difference", arguments: Recording.all)
  func chunks(recording: Recording) throws {
    let whole = try recording.played()
    for size in [1, 3, 7, 64, 4096] {
      #expect(try recording.played(by: size) == whole, "\(size)")
    }
  }

  /// Where tmux 3.3a is the one that is wrong: a cell of it holds 21 bytes, so a family of four
  /// loses its last member; and a skin tone is a character of its own there, which the next text
  /// overwrites.
  @Test("The lines that scrolled away are those tmux kept")
  func scrollback() throws {
    let recording = Recording(name: "claude-noalt")
    let screen = try recording.played()
    let own = (screen.scrolledLines + screen.lines).map {
      replacing("👩‍👩‍👧‍👦", by: "👩‍👩‍👧\u{200D}", in: replacing("👍🏽", by: "👍", in: $0))
    }
    let captured = try recording.capture("tmux-sb")
    #expect(own == Array(captured.dropLast(captured.last == "" ? 1 : 0)))
  }

  /// Codex clears a screen whose last two rows were written with blanks; tmux counts those as used
  /// and keeps them, so only lines with something in them are compared. The family is short here
  /// too; and the columns that tmux takes for the skin tones make it wrap two rows more.
  @Test("The lines that were cleared are those tmux kept")
  func clearedScrollback() throws {
    let recording = Recording(name: "codex-noalt")
    let screen = try recording.played()
    let own = (screen.scrolledLines + screen.lines).map {
      replacing("👩‍👩‍👧‍👦", by: "👩‍👩‍👧\u{200D}", in: $0)
    }
    let captured = try recording.capture("tmux-sb").joined(separator: "\n")
    let unwrapped = replacing(
      "文章とem\noji\n", by: "文章とemoji\n",
      in: replacing("を混\nぜた長\n", by: "を混ぜた長\n", in: captured))
    #expect(own.filter { !$0.isEmpty } == unwrapped.split(separator: "\n").map(String.init))
  }

  private func replacing(_ part: String, by other: String, in line: String) -> String {
    line.replacingOccurrences(of: part, with: other, options: .literal)
  }
}
