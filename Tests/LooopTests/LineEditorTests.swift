import Screen
import Testing

@testable import looop

@Suite("A line being edited")
struct LineEditorTests {
  /// `text` with the cursor at its end, after `keys`; `|` stands for the cursor.
  private func edited(_ text: String, _ keys: Key...) -> String {
    var line = LineEditor(text)
    for key in keys { line.press(key) }
    return "\(line.before)|\(line.after)"
  }

  @Test("Every key does its own")
  func keys() {
    #expect(edited("ab", .text("c")) == "abc|")
    #expect(edited("ab", .left, .text("c")) == "ac|b")
    #expect(edited("ab", .left, .left, .left, .right) == "a|b")
    #expect(edited("ab", .home, .delete) == "|b")
    #expect(edited("ab", .control("a"), .control("e"), .right) == "ab|")
    #expect(edited("ab", .backspace, .backspace, .backspace) == "|")
    #expect(edited("ab cd", .left, .control("u")) == "|d")
    #expect(edited("ab cd", .home, .right, .control("k")) == "a|")
    #expect(edited("ab cd  ", .control("w")) == "ab |")
    #expect(edited("ab", .delete, .up, .tab, .unknown) == "ab|")
  }

  @Test("A character is what a person sees as one")
  func characters() {
    #expect(edited("日本", .left, .text("語")) == "日語|本")
    #expect(edited("x", .text("e"), .text("\u{301}"), .backspace) == "x|")
    #expect(edited("👩‍👩‍👧!", .left, .backspace) == "|!")
  }

  @Test("The window always shows the cursor, and never more than there is room", arguments: 4...30)
  func window(_ columns: Int) {
    for text in [
      "", "short", "a long line with many words in it", "日本語の長い行を編集する", "e\u{301}👍🏽\u{202E}x\ty",
    ] {
      var line = LineEditor(text)
      for _ in 0...text.count {
        let (shown, cursor) = line.window(columns: columns)
        #expect(DisplayWidth.of(shown) <= columns && cursor < columns, "'\(shown)' \(cursor)")
        // What stands before the cursor in the window ends what stands before it in the line.
        let before = line.before.map(TextLayout.shown).joined()
        let kept = String(shown.prefix { _ in true })
        var width = 0
        let left = kept.prefix {
          width += DisplayWidth.of($0); return width <= cursor
        }
        #expect(before.hasSuffix(left.first == "<" && left != before ? left.dropFirst() : left))
        line.press(.left)
      }
    }
  }

  @Test("Marks say where the line goes on")
  func marks() {
    var line = LineEditor("0123456789abcdef")
    #expect(line.window(columns: 20).text == "0123456789abcdef")
    #expect(line.window(columns: 10).text == "<9abcdef")
    line.press(.home)
    #expect(line.window(columns: 10).text == "012345678>" && line.window(columns: 10).cursor == 0)
  }
}
