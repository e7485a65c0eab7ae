import Base
import Core
import Screen
import Testing

@testable import looop

@Suite("The picker's picture")
struct PickerFrameTests {
  @Test("It fits any terminal, with the selected row or the line under edit in sight")
  func fits() {
    let states = [
      PickerState.sample(selected: 2), .sample().after(.tab),
      .sample().after(.text("t")).typing(String(repeating: "日本 {{x}} ", count: 40)),
    ]
    for state in states {
      for columns in [1, 2, 5, 12, 39, 80, 300] {
        for rows in 1...40 {
          let frame = PickerFrame(state, columns: columns, rows: rows)
          #expect(frame.lines.count <= rows)
          #expect(frame.lines.allSatisfy { DisplayWidth.of($0.text) <= columns })
          if let cursor = frame.cursor {
            #expect(cursor.row < frame.lines.count && cursor.column < columns)
            #expect(frame.lines[cursor.row].text.hasPrefix(">"))
          } else {
            #expect(frame.lines.contains { $0.tone == .selected })
          }
        }
      }
    }
  }

  @Test("What a preset or a program says moves no cursor and changes no colour")
  func untrusted() {
    var preset = PickerCatalog.preset("alpha")
    preset.title = "T\u{1B}[2Jx\ny"
    preset.description = "D\u{1B}]0;t\u{7} \u{202E}d"
    var offer = RunnerOffer(preset, place: .found("/opt/\u{1B}[31m"))
    offer.version = .said("1\u{1B}[0m")
    let state = PickerState(
      [offer], selected: 0,
      check: CommandCheck(catalog: PickerCatalog(), configuredKind: nil))
    let text = PickerFrame(state, columns: 200, rows: 24).lines.map(\.text).joined()
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
    #expect(text.contains("\\u{1b}[2J"))
  }

  @Test("How to leave is told on a narrow terminal too", arguments: [36, 60, 80])
  func narrow(_ columns: Int) {
    let choosing = PickerFrame(.sample(), columns: columns, rows: 24)
    #expect(choosing.lines.last?.text.hasSuffix("Esc quit") == true)
    let editing = PickerFrame(PickerState.sample().after(.text("t")), columns: columns, rows: 24)
    #expect(editing.lines.last?.text.contains("Esc") == true)
    #expect(editing.lines.last?.text.hasSuffix("...") == false)
  }

  @Test("Long texts are broken at blanks, and cut with a mark where there is no room")
  func layout() {
    #expect(TextLayout.wrapped("ab cd  ef", columns: 5) == ["ab cd", " ef"])
    #expect(TextLayout.wrapped("abcdefgh ij", columns: 3) == ["abc", "def", "gh", "ij"])
    #expect(TextLayout.wrapped("日本語", columns: 5) == ["日本", "語"])
    #expect(TextLayout.wrapped("", columns: 5) == [""])
    #expect(TextLayout.clipped("0123456789", columns: 8) == "01234...")
    #expect(TextLayout.clipped("日本語", columns: 5) == "日本")
    #expect(TextLayout.padded("日", columns: 4) == "日  ")
  }
}
