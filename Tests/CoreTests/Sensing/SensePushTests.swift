import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite struct SensePushTests {
  private func bench(_ change: (inout PushRules) -> Void = { _ in }) throws -> SenseBench {
    let bench = try SenseBench(try stubSensor("ci"))
    var rules = PushRules()
    change(&rules)
    bench.catalog.sensors[0].push = rules
    try bench.look()
    return bench
  }

  @Test func `what is pushed is counted once and taken away`() throws {
    let bench = try bench()
    #expect(try bench.look() == ["ci": ["received": 0, "last": .null]])
    #expect(bench.due == nil)
    let inbox = try bench.inbox("ci")
    for number in 1...3 { _ = try inbox.leave(Array("{\"id\":\(number)}".utf8)) }
    #expect(try bench.look() == ["ci": ["received": 3, "last": ["id": 3]]])
    #expect(try inbox.waiting() == [])
    #expect(try bench.look() == ["ci": ["received": 3, "last": ["id": 3]]])
    #expect(bench.catalog.sensors[0].runs.value == 0)
  }

  @Test func `what a crash left of the counted is not counted again`() throws {
    let bench = try bench()
    let inbox = try bench.inbox("ci")
    let name = try inbox.leave(Array("1".utf8))
    let file = bench.scratch.file("data/inbox/ci/new/\(name)")
    try #require(link(file, bench.scratch.file("kept")) == 0)
    try bench.look()
    // The same file is there again, as after a kill before it was removed.
    let new = bench.scratch.file("data/inbox/ci/new")
    try #require(link(bench.scratch.file("kept"), "\(new)/\(name)") == 0)
    bench.restart()
    #expect(try bench.look()["ci"]?["received"] == 1)
    _ = try inbox.leave(Array("2".utf8))
    #expect(try bench.look()["ci"]?["received"] == 2)
    #expect(try inbox.waiting() == [])
  }

  @Test func `a name that is used again is another reading`() throws {
    let bench = try bench()
    for number in 1...3 {
      try bench.scratch.write("data/inbox/ci/tmp/backup", "\(number)")
      try FileManager.default.moveItem(
        atPath: bench.scratch.file("data/inbox/ci/tmp/backup"),
        toPath: bench.scratch.file("data/inbox/ci/new/backup"))
      #expect(try bench.look()["ci"] == ["received": .int(number), "last": .int(number)])
    }
  }

  @Test func `any number waits, is counted in parts, and none is lost`() throws {
    let bench = try bench()
    let inbox = try bench.inbox("ci")
    for number in 0..<(InboxTally.mostAtOnce + 5) { _ = try inbox.leave(Array("\(number)".utf8)) }
    #expect(try bench.look()["ci"]?["received"] == .int(InboxTally.mostAtOnce))
    #expect(bench.due == 0)
    #expect(try bench.look()["ci"]?["received"] == .int(InboxTally.mostAtOnce + 5))
    #expect(bench.due == nil)
  }

  @Test func `a folder, a broken link and a text in an inbox are told and do not stop it`() throws {
    let bench = try bench()
    try bench.scratch.write("data/inbox/ci/new/1-folder/x", "")
    try #require(symlink("/nowhere", bench.scratch.file("data/inbox/ci/new/2-link")) == 0)
    try bench.scratch.write("data/inbox/ci/new/3-text", "no JSON")
    try bench.scratch.write("data/inbox/ci/new/4-good", "4")
    #expect(try bench.look()["ci"] == ["received": 3, "last": 4])
    #expect(try bench.look()["ci"] == ["received": 3, "last": 4])
    // What cannot be taken away keeps nobody busy.
    #expect(bench.due == nil)
  }

  @Test func `a dry look takes nothing away and writes nothing`() throws {
    let bench = try bench()
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    #expect(try bench.look(all: true, kept: false)["ci"]?["received"] == 1)
    #expect(try bench.inbox("ci").waiting().count == 1)
    bench.restart()
    #expect(try bench.look()["ci"]?["received"] == 1)
  }

  @Test func `an inbox that is none is its own sensor's failure`() throws {
    let bench = try SenseBench(try stubSensor("ci"), try stubSensor("other"))
    bench.catalog.sensors[0].push = PushRules()
    try bench.scratch.write("data/inbox/ci", "a file")
    #expect(try bench.look() == ["ci": .null, "other": 1])
    #expect(try bench.reading("ci").observation.problem?.contains("data/inbox/ci") == true)
    try FileManager.default.removeItem(atPath: bench.scratch.file("data/inbox/ci"))
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    #expect(try bench.look()["ci"]?["received"] == 1)
  }

  @Test func `while its files make no sensor what was received is not forgotten`() throws {
    let bench = try bench()
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    try bench.look()
    bench.catalog.broken = ["ci"]
    _ = try bench.inbox("ci").leave(Array("2".utf8))
    #expect(try bench.look() == ["ci": .null])
    bench.catalog.broken = []
    bench.restart()
    #expect(try bench.look()["ci"] == ["received": 2, "last": 2])
  }

  @Test func `an edited manifest forgets nothing of what was received`() throws {
    let bench = try bench()
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    try bench.look()
    bench.catalog.sensors[0].version = 2
    #expect(try bench.look()["ci"]?["received"] == 1)
  }

  @Test func `silence grows stale, also when its time came while nobody was there`() throws {
    let bench = try bench()
    bench.catalog.sensors[0].timing.ttl = .seconds(100)
    bench.catalog.sensors[0].version = 2
    try bench.look()
    #expect(bench.due == 100)
    bench.pass(150)
    bench.restart()
    try bench.look()
    #expect(try bench.reading("ci").status == .stale)
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    try bench.look()
    #expect(try bench.reading("ci").status == .ok)
  }
}
