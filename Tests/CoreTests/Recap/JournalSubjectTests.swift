import Base
import Core
import Testing

@Suite("What a line of the journal is about")
struct JournalSubjectTests {
  private static let lines: [(String, JournalSubject.Kind, [String], [String], Bool)] = [
    ("goal ui written by ada via /dev/pts/3 (sha256 0)", .deed, ["ui"], [], true),
    ("worker screen for ui started by ada via cli", .deed, ["ui"], ["screen"], true),
    ("start_worker w (sha256 0) for docs: \"goal x for y\"", .deed, ["docs"], ["w"], false),
    ("archive_goal ui: \"it is via cli\"", .deed, ["ui"], [], false),
    ("kill_worker w: \"a \\\" for z\"", .deed, [], ["w"], false),
    ("gate-1 approved by ada via cli: run_shell \"x\" for docs", .deed, ["docs"], [], true),
    ("gate-1 asks: run_shell \"x\" for docs", .question, ["docs"], [], false),
    ("gate-1 still asks: run_shell \"x\"", .question, [], [], false),
    ("gate-1 declined by ada via cli: \"no\"", .question, [], [], true),
    ("noop: \"calm\"", .nothingDone, [], [], false),
    ("dropped, since the loop was paused meanwhile: noop", .nothingDone, [], [], false),
    ("interrupted 3: run_shell \"x\": killed", .interrupted, [], [], false),
    ("note by ada: \"goal ui\"", .deed, [], [], true),
    ("run by ada: \"make\"", .deed, [], [], true),
    ("", .deed, [], [], false),
  ]

  @Test("Its goals, its workers and who did it, from looop's own words alone", arguments: lines)
  func subject(
    line: String, kind: JournalSubject.Kind, goals: [String], workers: [String], isByHuman: Bool
  ) {
    let subject = JournalSubject(line)
    #expect(subject.kind == kind && subject.goals == goals && subject.workers == workers)
    #expect(subject.isByHuman == isByHuman)
  }
}
