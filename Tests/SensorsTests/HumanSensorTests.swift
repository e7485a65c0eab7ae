import Base
import Core
import Foundation
import ShellRules
import TestSupport
import Testing

@testable import Sensors

@Suite("A person's sensor is theirs")
struct HumanSensorTests {
  private static let script = "#!/bin/sh\necho '{\"signal\":\"on fire\"}'\n"

  private func catalog(_ scratch: Scratch) -> ScriptCatalog {
    ScriptCatalog(folder: scratch.file("data/sensors"), environment: [:])
  }

  private func draft(
    _ script: String = "echo fine\n", _ manifest: String? = nil,
    by author: SensorDraft.Author = .loop
  ) throws -> SensorDraft {
    SensorDraft(
      name: try Identifier("alarm", "sensor"), script: script, manifest: manifest, author: author)
  }

  private func reason(_ catalog: ScriptCatalog, _ draft: SensorDraft) throws -> String? {
    try catalog.shellReach(of: draft).reasonToAsk
  }

  @Test("One written by hand asks, says what the change takes away, and shows the difference")
  func byHand() throws {
    let scratch = try Scratch()
    try scratch.write("data/sensors/alarm.sh", Self.script)
    try scratch.write("data/sensors/alarm.yaml", "description: fire alarm\nevery: 5s\n")
    let catalog = catalog(scratch)
    let plain = "a person wrote the sensor alarm, and this changes it"
    #expect(try reason(catalog, draft()) == plain)
    #expect(
      try reason(
        catalog, draft(Self.script, "description: fire alarm\nenabled: false\nevery: 1h\n"))
        == plain + ": it switches it off, runs it less often")
    #expect(
      try reason(
        catalog, draft(Self.script, "description: fire alarm\nevery: 5s\nwake:\n  settle: 3\n"))
        == plain + ": it changes what of it wakes the loop")
    #expect(
      try catalog.difference(from: draft("#!/bin/sh\necho fine\n", "description: fire alarm\n"))
        == """
        alarm.sh
         #!/bin/sh
        -echo '{"signal":"on fire"}'
        +echo fine
        alarm.yaml
         description: fire alarm
        -every: 5s
        """)
    // The same again changes nothing.
    #expect(try reason(catalog, draft(Self.script)) == nil)
  }

  @Test("The loop's own asks nothing, until a person has edited it; then for good")
  func byLoop() throws {
    let scratch = try Scratch()
    let catalog = catalog(scratch)
    #expect(try reason(catalog, draft()) == nil)
    try catalog.write(draft())
    #expect(try reason(catalog, draft("echo other\n")) == nil)
    try scratch.write("data/sensors/alarm.sh", Self.script)
    #expect(try reason(catalog, draft("echo other\n")) != nil)
    // A yes is for one change: the sensor stays the person's.
    try catalog.write(draft("echo other\n"))
    #expect(try reason(catalog, draft("echo third\n")) != nil)
    try catalog.write(draft("echo third\n"))
    #expect(try reason(catalog, draft("echo fourth\n")) != nil)
  }

  @Test("The former files are kept, the last 20 of each, whoever writes")
  func former() throws {
    let scratch = try Scratch()
    let catalog = catalog(scratch)
    for number in 0...25 {
      try catalog.write(
        draft("echo \(number)\n", "description: d\(number)\n", by: number % 2 == 0 ? .human : .loop)
      )
    }
    let kept = try FileManager.default.contentsOfDirectory(
      atPath: scratch.file("data/sensors/former/alarm"))
    #expect(kept.count { $0.hasSuffix(".sh") } == 20 && kept.count { $0.hasSuffix(".yaml") } == 20)
    #expect(try scratch.text("data/sensors/former/alarm/25.sh") == "echo 24\n")
    #expect(try scratch.text("data/sensors/former/alarm/6.sh") == "echo 5\n")
    // They are no sensors.
    #expect(try catalog.entries().map(\.name.text) == ["alarm"])
    #expect(try catalog.skippedFiles().isEmpty && catalog.problems().isEmpty)
  }
}
