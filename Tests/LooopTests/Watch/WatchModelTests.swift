import Base
import Core
import Screen
import TestSupport
import Testing

@testable import looop

@Suite("What the window does with keys and news")
struct WatchModelTests {
  @Test("Arrows choose among the living; Tab lists the ended too; the chosen one stays listed")
  func choose() {
    var model = WatchModel.showing()
    #expect(model.listed.map(\.name.text) == ["pulse", "fix-login", "ask-me", "silent"])
    model.press(.up)
    #expect(model.selected == .pulse)
    model.press(.down, .down, .down, .down)
    #expect(model.selected == .sample("silent"))
    model.press(.tab, .down, .down, .down)
    #expect(model.selected == .sample("finished"))
    model.press(.tab)
    #expect(model.listed.map(\.name.text).last == "finished" && model.listed.count == 5)
    model.press(.up)
    #expect(model.selected == .sample("silent") && model.listed.count == 4)
  }

  @Test("New workers appear, and the one that is shown stays; one that is gone gives way")
  func news() {
    var model = WatchModel.showing(.sample, .sample("ask-me"))
    model.say(0..<3)
    var fleet = WatchedFleet.sample
    fleet.sessions.insert(.init(name: .sample("new")), at: 1)
    model.handle(.fleet(fleet))
    #expect(model.selected == .sample("ask-me") && model.paneLines[0] == "| line 0")
    #expect(model.listed.map(\.name.text)[1] == "new")
    fleet.sessions.removeAll { $0.name == .sample("ask-me") }
    model.handle(.fleet(fleet))
    #expect(model.selected == .pulse && model.content.rows.isEmpty)
  }

  @Test("A pane follows its end until it is scrolled, and follows again at the end")
  func scrolling() {
    var model = WatchModel.showing()
    let height = model.layout.pane.count
    model.say(0..<100)
    #expect(model.paneLines.last == "| line 99")
    model.press(.pageUp)
    #expect(model.paneLines.first == "| line \(100 - height - (height - 1))")
    model.press(.control("u"), .wheelUp)
    let first = 100 - height - (height - 1) - height / 2 - 3
    #expect(model.paneLines.first == "| line \(first)" && !model.view.isFollowing)
    model.say(100..<200, isFresh: false)
    #expect(model.paneLines.first == "| line \(first)")
    model.press(.home)
    #expect(model.paneLines.first == "| line 0")
    model.press(.pageUp, .pageDown, .control("d"), .wheelDown)
    #expect(model.paneLines.first == "| line \(height - 1 + height / 2 + 3)")
    model.press(.end)
    #expect(model.view.isFollowing && model.paneLines.last == "| line 199")
    model.type("f")
    model.say(200..<210, isFresh: false)
    #expect(model.paneLines.last == "| line 199")
    model.type("f")
    #expect(model.paneLines.last == "| line 209")
  }

  @Test("A search finds upwards, goes on with n and back with N, and around the end")
  func search() {
    var model = WatchModel.showing()
    model.say(0..<100)
    model.type("/LINE 7")
    #expect(WatchDrawing.frame(of: model).lines.last == "/LINE 7")
    model.press(.enter)
    #expect(model.notice == "not found: LINE 7" && model.view.isFollowing)
    model.type("/line 7")
    model.press(.enter)
    #expect(model.search.found == 79)
    #expect(model.paneLines.contains("| line 79") && !model.view.isFollowing)
    model.type("n")
    #expect(model.search.found == 78)
    model.type("NN")
    #expect(model.search.found == 7)
    model.type("n")
    #expect(model.search.found == 79)
    let frame = WatchDrawing.frame(of: model)
    let row = frame.lines.firstIndex(of: "| line 79") ?? 0
    #expect(
      frame.line(row).pieces.contains {
        $0.text == "line 7" && $0.style.attributes == [.inverse, .bold]
      })
    // What grows does not carry away what was found.
    model.say(100..<300, isFresh: false)
    #expect(model.paneLines.contains("| line 79"))
  }

  @Test("What is typed can be corrected and given up")
  func typing() {
    var model = WatchModel.showing()
    model.say(0..<5)
    model.type("/abq?")
    model.press(.backspace, .backspace, .left)
    #expect(model.search.typed == "ab" && !model.isOver)
    model.press(.escape)
    #expect(model.search.typed == nil && model.search.pattern.isEmpty)
    model.type("/")
    model.press(.backspace)
    #expect(model.search.typed == nil)
    model.type("/")
    model.press(.control("c"))
    #expect(model.search.typed == nil && !model.isOver)
  }

  @Test("Each panel opens and closes with its key; another replaces it; Escape closes any")
  func panels() {
    var model = WatchModel.showing()
    for (key, panel): (Character, WatchModel.Panel) in [
      ("a", .asks), ("g", .goals), ("w", .why), ("?", .help),
    ] {
      model.press(.text(key))
      #expect(model.panel == panel)
      model.press(.text(key))
      #expect(model.panel == .session)
    }
    model.type("ag")
    #expect(model.panel == .goals)
    model.press(.escape)
    #expect(model.panel == .session)
    // Scrolling moves the panel, and not the session under it.
    model = WatchModel.showing(rows: 8)
    model.say(0..<50)
    model.type("?")
    let first = model.paneLines.first
    model.press(.pageDown)
    #expect(model.paneLines.first != first && model.view.isFollowing)
  }

  @Test("q and Ctrl-C leave", arguments: [Key.text("q"), .control("c")])
  func leave(key: Key) {
    var model = WatchModel.showing()
    model.press(key)
    #expect(model.isOver)
  }

  @Test("Any keys, sizes and news leave a window that can be drawn")
  func random() {
    var random = SeededRandom(15_3)
    let keys: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .wheelUp, .wheelDown, .enter,
      .tab, .escape, .backspace, .delete, .control("u"), .control("d"), .text("/"), .text("n"),
      .text("N"), .text("f"), .text("a"), .text("g"), .text("w"), .text("?"), .text("e"),
      .text("\u{301}"), .text("日"), .unknown,
    ]
    var model = WatchModel.showing()
    for step in 0..<1_500 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        let side = { (most: Int, random: inout SeededRandom) in
          Int.random(in: 1...(Bool.random(using: &random) ? 4 : most), using: &random)
        }
        model.handle(.resized(columns: side(300, &random), rows: side(100, &random)))
      case 1:
        let start = Int.random(in: 0..<1_000, using: &random)
        model.say(
          start..<start + Int.random(in: 0...80, using: &random),
          isFresh: Bool.random(using: &random))
      case 2:
        var screen = Screen(columns: 120, rows: 40, scrollback: 20)
        screen.feed(Array("a\r\n日本\r\n\u{1B}[31mred\u{1B}[40;1Hend".utf8)[...])
        model.handle(.screen(ScreenPicture(screen: screen, redaction: .none)))
      case 3:
        var fleet = WatchedFleet.sample
        fleet.sessions.removeAll { _ in Bool.random(using: &random) }
        model.handle(.fleet(fleet))
      default: model.press(keys.randomElement(using: &random) ?? .unknown)
      }
      let frame = WatchDrawing.frame(of: model)
      #expect(frame.columns == model.columns && frame.rows == model.rows, "step \(step)")
      let layout = model.layout
      #expect(layout.table.upperBound <= model.rows && !layout.pane.isEmpty, "step \(step)")
    }
  }
}
