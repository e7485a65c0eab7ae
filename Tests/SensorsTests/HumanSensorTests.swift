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

  @Test("How often it runs is compared only where both say it")
  func rhythm() throws {
    func effects(_ former: Int?, _ new: Int?) -> [String] {
      var (old, other) = (Manifest(), Manifest())
      old.timing.every = former.map { .seconds($0) }
      other.timing.every = new.map { .seconds($0) }
      return old.effects(of: other, nil, ScriptHead([]))
    }
    #expect(effects(5, 6) == ["runs it less often"])
    #expect(effects(6, 5).isEmpty && effects(5, 5).isEmpty && effects(nil, nil).isEmpty)
    #expect(effects(nil, 30) == ["changes how often it runs"])
    #expect(effects(nil, 300) == ["changes how often it runs"])
    #expect(effects(5, nil) == ["changes how often it runs"])
  }

  /// What somebody does to a sensor meanwhile.
  enum Change: CaseIterable {
    case script, manifest, values, isByHuman, deletes, nothing
  }

  @Test("What was changed meanwhile is not written over", arguments: Change.allCases)
  func meanwhile(_ change: Change) throws {
    let scratch = try Scratch()
    let catalog = catalog(scratch)
    try catalog.write(draft("echo 1\n", "description: x\n"))
    let name = try draft().name
    let before = try catalog.standing(of: name)
    switch change {
    case .script: try scratch.write("data/sensors/alarm.sh", Self.script)
    case .manifest: try scratch.write("data/sensors/alarm.yaml", "description: y\n")
    case .values: try scratch.write("data/sensors/alarm.local.yaml", "a: b\n")
    case .isByHuman: try catalog.write(draft("echo 1\n", by: .human))
    case .deletes: try FileManager.default.removeItem(atPath: scratch.file("data/sensors/alarm.sh"))
    case .nothing: break
    }
    let after = try catalog.standing(of: name)
    // Nothing that is replaced hangs on the values.
    #expect((after.replaced == before.replaced) == [.values, .nothing].contains(change))
    guard change != .nothing else {
      try catalog.write(draft("echo 2\n"), over: before)
      return #expect(try scratch.text("data/sensors/alarm.sh") == "echo 2\n")
    }
    let error = #expect(throws: LooopError.self) {
      try catalog.write(draft("echo 2\n"), over: before)
    }
    #expect(error?.code == "E_SENSOR_CHANGED")
    #expect(try catalog.standing(of: name) == after)
    try catalog.write(draft("echo 2\n"), over: after)
  }

  @Test("A link to nothing is a person's sensor", arguments: [".sh", ".yaml"])
  func link(_ ending: String) throws {
    let scratch = try Scratch()
    let catalog = catalog(scratch)
    try catalog.write(draft("echo 1\n", "description: x\n"))
    let link = scratch.file("data/sensors/alarm\(ending)")
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/nonexistent/alarm")
    let name = try draft().name
    #expect(try catalog.authorship.isByHuman(name) && catalog.hasSensor(name))
    for author in [SensorDraft.Author.loop, .human] {
      for manifest in [nil, "description: new\n"] {
        let error = #expect(throws: LooopError.self) {
          try catalog.write(draft("echo 2\n", manifest, by: author))
        }
        #expect(error?.message.contains("it is a link to a file that is not there") == true)
      }
    }
    #expect(throws: LooopError.self) { try reason(catalog, draft("echo 2\n", "description: n\n")) }
    guard case .broken(name, _) = try #require(try catalog.entries().first) else {
      Issue.record("not reported")
      return
    }
    #expect(try catalog.belongings(of: name) == ["alarm.sh", "alarm.yaml"])
    _ = try catalog.remove(name, stamp: "now")
    #expect(try !FileFacts.hasEntry(link))
  }

  @Test("A link is a person's, whatever it says")
  func linked() throws {
    let scratch = try Scratch()
    let catalog = catalog(scratch)
    try catalog.write(draft("echo 1\n"))
    let script = scratch.file("data/sensors/alarm.sh")
    try FileManager.default.moveItem(atPath: script, toPath: scratch.file("mine"))
    try FileManager.default.createSymbolicLink(
      atPath: script, withDestinationPath: scratch.file("mine"))
    #expect(try reason(catalog, draft("echo 2\n")) != nil)
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
