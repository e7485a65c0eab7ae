import Base
import TestSupport
import Testing

@testable import Core

@Suite("A moved clock")
struct MovedClockTests {
  /// What a line prints with the clock moved.
  private func said(
    _ line: String, by clock: MovedClock, stubs: String? = nil
  ) throws -> String {
    let place = try clock.place()
    defer { clock.leave(place) }
    let path = "/usr/local/bin:/usr/bin:/bin"
    var environment = ["PATH": stubs.map { "\($0):\(path)" } ?? path, "TZ": "UTC"]
    if let place {
      environment = try clock.environment(environment, programs: place, behind: stubs)
    }
    let children = ChildGroup(poller: Poller(), sweepsOrphans: false)
    let result = children.run(
      Command(
        arguments: ["/bin/sh", "-c", line], environment: environment, workingDirectory: nil,
        input: .null, capture: .all(limit: 1000), deadline: .minutes(1)))
    return String(decoding: result.output, as: UTF8.self).split(separator: "\n").joined()
  }

  @Test("date and the local day are of another day, in either direction")
  func moved() throws {
    for (clock, sign) in [(MovedClock.forward, 1), (.backward, -1)] {
      let before = try #require(Int(try said("date +%s", by: .unmoved)))
      let moved = try #require(Int(try said("date -u +%s", by: clock)))
      let after = try #require(Int(try said("date +%s", by: .unmoved)))
      let shift = sign * (25 * 3600 + 7 * 60 + 3)
      #expect((before + shift...after + shift).contains(moved))
    }
    // Programs that ask the C library: the zone alone moves them.
    #expect(try said("echo $TZ", by: .forward) == "LOOOP-24:59")
    #expect(try said("echo $TZ", by: .backward) == "LOOOP24:59")
    #expect(try said("echo $TZ", by: .unmoved) == "UTC")
  }

  @Test(
    "A moment that is given stays what it is",
    arguments: [
      "date -u -d 2026-01-02 +%F", "date -ud '2026-01-02' +%F", "date -u --date=2026-01-02 +%F",
      "touch -d 2026-01-02T12:00:00Z x; date -u -r x +%F", "date -u -d @1767312000 -Idate",
    ])
  func given(line: String) throws {
    let scratch = try Scratch()
    #expect(try said("cd '\(scratch.path)'; \(line)", by: .forward) == "2026-01-02")
  }

  @Test("A stub stays in front")
  func stub() throws {
    let scratch = try Scratch()
    try scratch.write("bin/date", "#!/bin/sh\necho stub\n", mode: 0o700)
    #expect(try said("date", by: .forward, stubs: scratch.file("bin")) == "stub")
  }

  @Test("A command waits for its moment, and the others do not")
  func waiting() {
    let children = ChildGroup(poller: Poller(), sweepsOrphans: false)
    let command = Command(
      arguments: ["/bin/date", "+%s%N"], environment: [:], workingDirectory: nil, input: .null,
      capture: .all(limit: 100), deadline: .minutes(1))
    var ended: [String] = []
    let moment = Monotonic.nextSecond()
    children.start([command], after: moment) { _ in
      #expect(Monotonic.now() >= moment)
      ended.append("later")
    }
    children.start([command]) { _ in ended.append("at once") }
    children.wait { ended.count == 2 }
    #expect(ended == ["at once", "later"])
  }
}
