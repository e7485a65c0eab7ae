import Base
import Core
import ShellRules
import TestSupport
import Testing

@testable import Sensors

@Suite("Authorship")
struct AuthorshipTests {
  private func draft(
    _ script: String, _ manifest: String?, by author: SensorDraft.Author
  ) throws -> SensorDraft {
    SensorDraft(
      name: try Identifier("x", "sensor"), script: script, manifest: manifest, author: author)
  }

  private func trust(_ scratch: Scratch) throws -> String {
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    guard case .sensor(let sensor)? = try catalog.entries().first else { return "none" }
    return sensor.trust.rawValue
  }

  @Test("What the loop wrote is untrusted until a human's hand is on its files")
  func hands() throws {
    let scratch = try Scratch()
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    try catalog.write(draft("echo 1", "description: x\ntrust: trusted", by: .loop))
    #expect(try trust(scratch) == "untrusted")
    try catalog.write(draft("echo 2", nil, by: .loop))
    #expect(try trust(scratch) == "untrusted")
    try scratch.write("sensors/x.sh", "echo 3")
    #expect(try trust(scratch) == "trusted")
    try catalog.write(draft("echo 4", nil, by: .loop))
    #expect(try trust(scratch) == "untrusted")
    try catalog.write(draft("echo 4", nil, by: .human))
    #expect(try trust(scratch) == "trusted")
  }

  @Test("Whichever of its writes looop died before, the loop's words are not believed more")
  func cutShort() throws {
    for former in [nil, SensorDraft.Author.loop] {
      for writes in 0...2 {
        let scratch = try Scratch()
        let folder = scratch.file("sensors")
        let name = try Identifier("x", "sensor")
        if let former {
          try ScriptCatalog(folder: folder, environment: [:]).write(
            draft("echo 1", "description: one\ntrust: trusted", by: former))
        }
        let next = try draft("echo 2", "description: two\ntrust: trusted", by: .loop)
        try Folder.create(folder)
        try Authorship(folder: folder).record(SensorBundle(next))
        if writes > 0 { try scratch.write("sensors/x.sh", next.script) }
        if writes > 1 { try scratch.write("sensors/x.yaml", next.manifest ?? "") }
        let isThere = former != nil || writes > 0
        #expect(
          try Authorship(folder: folder).isByLoop(name) == isThere,
          "\(String(describing: former)), \(writes)")
        #expect(try trust(scratch) == (isThere ? "untrusted" : "none"))
      }
    }
  }

  @Test("Switching a sensor of the loop vouches for nothing, and is a person's decision")
  func switched() throws {
    let scratch = try Scratch()
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    let name = try Identifier("x", "sensor")
    try catalog.write(draft("echo 1", "description: x\ntrust: trusted\n", by: .loop))
    #expect(try catalog.set(isEnabled: false, name) == true)
    #expect(try catalog.set(isEnabled: false, name) == false)
    #expect(try catalog.shellReach(of: draft("echo 2", nil, by: .loop)).reasonToAsk != nil)
    #expect(try catalog.set(isEnabled: true, name) == true)
    #expect(try trust(scratch) == "untrusted")
  }
}
