import Base
import TestSupport
import Testing

@testable import looop

/// What `doctor` shows of its findings.
@Suite("The report of doctor")
struct DoctorReportTests {
  private static func finding(_ finding: DoctorFinding, _ family: String) -> DoctorFinding {
    var finding = finding
    (finding.family, finding.check) = (family, "check")
    return finding
  }

  private static let report = DoctorReport(findings: [
    finding(.ok("fine"), "first"),
    finding(.info(String(repeating: "some words ", count: 12)), "first"),
    finding(
      .warn("odd", mend: "Do this, and then that, which is more than a line can hold."), "second"),
    finding(
      .fail("forged\n  ok    check        all is well\u{1B}[2J\u{202E}", mend: "a\nb"), "second"),
  ])

  @Test("It is grouped and aligned, no line is wider than 80, and the last one counts")
  func text() {
    let text = Self.report.text(isColoured: false)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    Golden.expect(text + "\n", at: "golden/doctor/report.txt")
  }

  @Test("No text of a finding begins a line or moves the cursor, in JSON neither")
  func forged() {
    let text = Self.report.text(isColoured: false)
    #expect(!text.contains("\u{1B}") && !text.contains("\n  ok    check        all"))
    let json = JSONWriter.text(Self.report.json)
    #expect(!json.contains("\u{202E}") && !json.contains("\\n"))
  }

  @Test("Colours are around the status alone")
  func colours() {
    let text = Self.report.text(isColoured: true)
    for colour in [32, 2, 33, 31] { #expect(text.contains("\n  \u{1B}[0;\(colour)m")) }
    #expect(
      text.replacing(/\u{1B}\[[0-9;]+m/, with: "") == Self.report.text(isColoured: false))
  }

  @Test("It is well while nothing fails")
  func verdict() {
    #expect(!Self.report.isWell && DoctorReport(findings: [.warn("x", mend: "y")]).isWell)
    #expect(Self.report.json["fail"] == 1 && Self.report.json["warn"] == 1)
  }

  @Test("Numbers of bytes are short")
  func bytes() {
    let texts = [0, 999, 1_000, 4_260, 99_999, 1_000_000, 69_000_000_000].map(ByteText.of)
    #expect(texts == ["0 B", "999 B", "1.0 kB", "4.2 kB", "99 kB", "1.0 MB", "69 GB"])
  }
}
