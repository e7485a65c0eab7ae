import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import looop

@Suite("What the window reads of the loop")
struct FleetReaderTests {
  private static func problem(_ event: WatchEvent?) -> String? {
    if case .unreadable(let why)? = event { why } else { nil }
  }

  private static func fleet(_ event: WatchEvent?) -> WatchedFleet? {
    if case .fleet(let fleet)? = event { fleet } else { nil }
  }

  @Test("A data dir that was moved, or is a file now, is said by the next second")
  func moved() throws {
    let scratch = try Scratch()
    let path = scratch.file("data")
    try DataDirectory(path: path).prepare {}
    let reader = FleetReader(try Wiring(dataDirectory: path, verbs: []))
    let now = Monotonic.now()
    #expect(Self.fleet(reader.next(at: now, explaining: false)) != nil)
    reader.checkPlace()
    #expect(reader.next(at: now, explaining: false) == nil)
    try #require(rename(path, path + ".away") == 0)
    reader.checkPlace()
    let gone = Self.problem(reader.next(at: now, explaining: false))
    #expect(gone?.hasPrefix("There is no data dir at ") == true)
    #expect(gone?.hasSuffix("`looop init` makes one.") == true)
    try scratch.write("data", "a file")
    reader.checkPlace()
    let file = Self.problem(reader.next(at: now, explaining: false))
    #expect(file?.contains("is not a folder") == true)
  }

  @Test("The reasons are read once they are asked for, at once, and not before")
  func why() throws {
    let scratch = try Scratch()
    let path = scratch.file("data")
    try DataDirectory(path: path).prepare {}
    let reader = FleetReader(try Wiring(dataDirectory: path, verbs: []))
    let now = Monotonic.now()
    #expect(Self.fleet(reader.next(at: now, explaining: false))?.why == nil)
    let why = Self.fleet(reader.next(at: now, explaining: true))?.why
    #expect(why?(80).contains("\ndata         ") == true)
    #expect(reader.next(at: now, explaining: true) == nil)
  }
}
