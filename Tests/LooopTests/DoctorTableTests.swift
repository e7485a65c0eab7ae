import TestSupport
import Testing

@testable import looop

/// The table of checks, and the page that is made of it.
@Suite("The checks of doctor")
struct DoctorTableTests {
  @Test("docs/doctor.md has the table of the checks that are made")
  func documented() {
    Documents.expect(Doctor.table, in: "doctor.md", part: "checks")
  }

  @Test("No two checks of a family have one name, and each says what it looks at")
  func names() {
    #expect(Doctor.families.count > 10)
    #expect(Set(Doctor.families.map(\.name)).count == Doctor.families.count)
    for family in Doctor.families {
      #expect(Set(family.checks.map(\.name)).count == family.checks.count, "\(family.name)")
      #expect(family.checks.allSatisfy { !$0.looksAt.isEmpty && $0.name.count < 13 })
    }
  }
}
