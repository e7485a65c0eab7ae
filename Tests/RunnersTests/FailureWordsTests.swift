import TestSupport
import Testing

@testable import Base
@testable import Core
@testable import Runners

@Suite("What the words of a failure mean, as data")
struct FailureWordsTests {
  private static func rows(_ name: String) throws -> [[String]] {
    try Fixtures.text("failures/\(name).tsv").split(separator: "\n").filter { $0.first != "#" }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test("Words are found as words, and an HTTP status where it stands")
  func words() throws {
    let rows = try Self.rows("words")
    #expect(rows.count > 80)
    for row in rows {
      #expect(FailureText.failureClass(of: row[1])?.rawValue ?? "none" == row[0], "\(row[1])")
    }
  }

  @Test("The end of a limit is read in every form")
  func moments() throws {
    for row in try Self.rows("moments") {
      let moment = StatedWait.localMoment(in: row[0])
      #expect(moment.map(Self.text) ?? "none" == row[1], "\(row[0])")
    }
  }

  private static func text(_ moment: LocalMoment) -> String {
    let day = moment.day.map { "\($0.year)-\($0.month)-\($0.day) " } ?? ""
    let weekday = moment.weekday.map { "day \($0) " } ?? ""
    let time = "\(moment.hour):\(moment.minute < 10 ? "0" : "")\(moment.minute)"
    return day + (moment.isTomorrow ? "tomorrow " : "") + weekday + time
      + (moment.zone.map { " \($0)" } ?? "")
  }

  @Test(
    "What stands on standard error before any output is a fault of the start, and the line that says why is quoted",
    arguments: ["claude", "codex", "custom", "opencode", "pi"])
  func starts(runner: String) throws {
    for row in try Self.rows("reasons") {
      let stderr = row[2].replacing("\\n", with: "\n").replacing("\\e", with: "\u{1B}")
      let outcome = try Recording(runner: runner, name: "")
        .play([], exit: .exited(1), stderr: stderr).outcome
      guard case .failed(let failure, _) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
      #expect(failure.failureClass.rawValue == row[0], "\(row[2])")
      #expect(failure.message == row[1])
      #expect(failure.isGuess == (FailureText.failureClass(ofErrorLine: row[1]) == nil))
    }
  }
}
