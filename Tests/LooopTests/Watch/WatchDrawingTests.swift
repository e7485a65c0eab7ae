import Base
import Core
import Screen
import TestSupport
import Testing

@testable import looop

@Suite("What the window looks like")
struct WatchDrawingTests {
  private static let sizes = [(80, 24), (300, 100), (120, 40), (40, 12), (20, 6), (10, 3), (1, 1)]

  @Test("A transcript at every size", arguments: sizes)
  func everySize(columns: Int, rows: Int) {
    var model = WatchModel.showing(columns: columns, rows: rows, .sample("ask-me"))
    model.handle(
      .words(
        SessionWords(
          isFresh: true,
          lines: [
            .foreign("I read the tests first."), .foreign("> read: Tests/LoginTests.swift"),
            .foreign(
              "  a line of a result that is longer than most windows are wide, and then some"),
            .foreign("- 日本語 and \\u{1b}[31m stay text"), .foreign(""),
          ], open: .foreign("and now"))))
    Golden.expect(model.text, at: "golden/watch/words-\(columns)x\(rows).txt")
  }

  @Test("Panels", arguments: ["asks", "goals", "why", "help"])
  func panels(name: String) {
    var fleet = WatchedFleet.sample
    var contents = World().mailbox
    contents.asks = [
      AskDraft(
        worker: .sample("ask-me"), kind: .worker, prompt: "Deploy now?\nlooop: forged line",
        options: ["yes", "no"]
      ).ask(id: AskID(worker: .sample("ask-me"), number: 1), at: 9_910)
    ]
    fleet.asks = contents.pending
    fleet.asking = AskRender(contents: contents, askers: World().askers, now: 10_100)
    var model = WatchModel.showing(fleet)
    model.say(0..<3)
    model.type(name == "help" ? "?" : String(name.prefix(1)))
    Golden.expect(model.text, at: "golden/watch/\(name).txt")
  }

  @Test("All sessions, one of them far down a short table")
  func all() {
    var model = WatchModel.showing()
    model.press(.tab, .down, .down, .down, .down, .down)
    Golden.expect(model.text, at: "golden/watch/all.txt")
  }

  @Test("A screen keeps its colours, is cut at the right, and can be moved")
  func screen() {
    var screen = Screen(columns: 120, rows: 40, scrollback: 100)
    let text =
      (0..<60).map { "\u{1B}[3\($0 % 8)mline \($0)\u{1B}[0m" }.joined(separator: "\r\n")
      + "\r\n\u{1B}[5;8mblink\u{1B}[0m" + String(repeating: " ", count: 110) + "END"
    screen.feed(Array(text.utf8)[...])
    var model = WatchModel.showing(.sample, .sample("fix-login"))
    model.handle(.screen(ScreenPicture(screen: screen, redaction: .none)))
    let frame = WatchDrawing.frame(of: model)
    let pane = model.layout.pane
    #expect(frame.lines[pane.upperBound - 1] == "blink")
    #expect(frame.line(pane.upperBound - 1).pieces.map(\.style) == [.plain])
    #expect(frame.line(pane.upperBound - 2).pieces.map(\.style.foreground) == [.indexed(3)])
    model.press(.right, .right, .right, .right, .right)
    #expect(model.paneLines.last?.hasSuffix("END") == true)
    model.press(.home)
    #expect(model.paneLines.first == "" && model.view.left == 40)
    model.press(.left, .left, .left, .left, .left)
    #expect(model.paneLines.first == "line 0")
  }

  @Test("A secret on a screen is not shown, wherever the window begins")
  func secret() {
    var screen = Screen(columns: 120, rows: 40)
    screen.feed(Array("\u{1B}[32mbefore s3cret-value after\r\nnext".utf8)[...])
    var model = WatchModel.showing(.sample, .sample("fix-login"))
    let redaction = Redaction(["KEY": "s3cret-value"])
    model.handle(.screen(ScreenPicture(screen: screen, redaction: redaction)))
    #expect(!model.text.contains("s3cret") && model.text.contains("next"))
    #expect(model.paneLines[0].hasPrefix("before ") && model.paneLines[0].hasSuffix(" after"))
  }

  @Test("A secret that the edge of a screen divides is not shown, wherever it does")
  func dividedSecret() {
    let secret = "s3cr3t-Value-9876543210"
    for count in 1..<secret.count {
      var screen = Screen(columns: 40, rows: 5)
      let filler = String(repeating: ".", count: 40 - count)
      screen.feed(Array("\(filler)\(secret) end".utf8)[...])
      let picture = ScreenPicture(screen: screen, redaction: Redaction(["KEY": secret]))
      let text = picture.lines(0..<5).map(\.text).joined(separator: "\n")
      #expect(text.hasPrefix("\(filler)[redacted: secret KEY] end"), "\(count): \(text)")
    }
  }

  @Test("Of a growing text no secret is shown that two pieces share, and no line waits")
  func quotedLines() {
    let redaction = Redaction(["KEY": "s3cr3t-Value-9876543210"])
    var lines = QuotedLines()
    #expect(
      lines.add(Array("it works\na s3cr3t-Va\n".utf8)[...], redaction) == [.foreign("it works")])
    #expect(lines.open(redaction) == .foreign("a "))
    #expect(
      lines.add(Array("lue-9876543210 b\nopen s".utf8)[...], redaction)
        == [.foreign("a [redacted: secret KEY] b")])
    #expect(lines.open(redaction) == .foreign("open s"))
  }

  @Test("A problem is said, and what was known stays")
  func problem() {
    var model = WatchModel.showing()
    model.handle(.unreadable("There is no data dir at /d."))
    #expect(model.text.contains("There is no data dir at /d.") && model.text.contains("fix-login"))
    model = WatchModel.showing(rows: 6)
    model.handle(.unreadable("There is no data dir at /d."))
    #expect(model.text.contains("There is no data dir at /d."))
    model.handle(.fleet(.sample))
    #expect(!model.text.contains("no data dir"))
  }

  @Test("What the loop says of itself is shown whole, in a second row where there is room")
  func longTitle() {
    var fleet = WatchedFleet.sample
    let words = (0..<20).map { "word\($0)" }.joined(separator: " ")
    fleet.headline = { _ in words }
    var model = WatchModel.showing(fleet)
    var lines = WatchDrawing.frame(of: model).lines
    #expect(lines[0] + " " + String(lines[1].drop { $0 == " " }) == "looop " + words)
    #expect(model.layout.pane.lowerBound == 2)
    fleet.headline = { _ in words + " " + words }
    model.handle(.fleet(fleet))
    #expect(WatchDrawing.frame(of: model).lines[1].hasSuffix("..."))
    model.handle(.resized(columns: 80, rows: 15))
    lines = WatchDrawing.frame(of: model).lines
    #expect(lines[0].hasSuffix("...") && model.layout.pane.lowerBound == 1)
  }

  @Test("While no file changes, the time that a call takes goes on")
  func countdown() {
    var model = WatchModel.showing()
    #expect(model.text.contains("asking claude for 12s"))
    model.handle(.clock(10_103, wrote: [:]))
    #expect(model.text.contains("asking claude for 15s"))
  }

  @Test("Sessions for which there is no room are said, and which of them asks")
  func hidden() {
    var fleet = WatchedFleet.sample
    fleet.sessions += (1...8).map {
      WatchedFleet.Session(name: .sample("m\($0)"), askedAt: $0 == 8 ? 10_000 : nil)
    }
    var model = WatchModel.showing(fleet)
    let rule = { (model: WatchModel) in
      WatchDrawing.frame(of: model).lines[model.layout.rule ?? 0]
    }
    #expect(rule(model).hasSuffix(" 6 more: m8 asks  following ──"))
    fleet.sessions[8].askedAt = 10_000
    fleet.sessions[9].askedAt = 10_000
    model.handle(.fleet(fleet))
    #expect(rule(model).hasSuffix(" 6 more: 3 ask  following ──"))
    model.handle(.resized(columns: 30, rows: 24))
    #expect(rule(model).contains("6 more, 3 ask"))
    // The chosen one is always among those that are shown.
    model = WatchModel.showing(fleet, .sample("m8"))
    #expect(WatchDrawing.frame(of: model).lines.contains { $0.hasPrefix("> m8") })
    #expect(rule(WatchModel.showing()).hasSuffix("── following ──"))
  }

  @Test("The line of keys has every letter at 80 columns, and the way out at any")
  func keys() {
    let line = WatchKeys.line(columns: 80)
    for key in ["Up/Down", "/ ", "f ", "a ", "g ", "w ", "Tab", "? ", "q "] {
      #expect(line.contains(key), "\(key)")
    }
    for columns in 6...300 {
      let line = WatchKeys.line(columns: columns)
      #expect(line.hasSuffix("q quit") && DisplayWidth.of(line) <= columns)
    }
    #expect(WatchKeys.line(columns: 160).contains("Home/End"))
  }

  @Test("Where the pane stands is said by its first and last row, and by its first column")
  func place() {
    var model = WatchModel.showing()
    model.say(0..<40)
    model.press(.home)
    let rule = { (model: WatchModel) in
      WatchDrawing.frame(of: model).lines[model.layout.rule ?? 0]
    }
    #expect(rule(model).contains(" rows 1-\(model.layout.pane.count) of 40 "))
    var screen = Screen(columns: 120, rows: 40)
    screen.feed(Array("text".utf8)[...])
    model = .showing(.sample, .sample("fix-login"))
    model.handle(.screen(ScreenPicture(screen: screen, redaction: .none)))
    model.press(.right)
    #expect(rule(model).contains(" following, from column 9 "))
    // There is nothing further to the right than the screen is wide.
    for _ in 0..<100 { model.press(.right) }
    #expect(rule(model).contains(" from column 41 "))
  }

  @Test("A foreign line cannot pass for one of looop's, wrapped or not")
  func forged() {
    let line = String(repeating: "x", count: 30) + " looop: all is well"
    let text = WrappedText([.foreign(line), .own("own")], columns: 20)
    let rows = (0..<text.count).map { text[$0].text }
    #expect(rows.dropLast().allSatisfy { $0.hasPrefix("| ") || $0.hasPrefix("+ ") })
    #expect(rows.last == "own" && rows.allSatisfy { DisplayWidth.of($0) <= 20 })
  }

  @Test("What grows by a line at a time looks as if it had come at once")
  func growth() {
    let lines = (0..<50).map { "\($0) " + String(repeating: "word ", count: $0) }
    var grown = WrappedText(columns: 30)
    for line in lines {
      grown.append([], open: .foreign(String(line.prefix(7))))
      grown.append([.foreign(line)], open: nil)
    }
    #expect(grown == WrappedText(lines.map { .foreign($0) }, columns: 30))
    var resized = grown
    let row = resized.wrap(columns: 50, following: 40)
    #expect(resized == WrappedText(lines.map { .foreign($0) }, columns: 50))
    #expect(resized[row].text.hasPrefix("| "))
  }

  @Test("The oldest of very many lines give way, and rows keep their numbers")
  func bounded() {
    var text = WrappedText(columns: 20)
    for start in stride(from: 0, to: 50_000, by: 1_000) {
      text.append((start..<start + 1_000).map { .foreign("\($0)") }, open: nil)
    }
    #expect(text.count <= WrappedText.most + WrappedText.most / 10)
    #expect(text[49_999].text == "| 49999" && text[text.first].text == "| \(text.first)")
  }
}
