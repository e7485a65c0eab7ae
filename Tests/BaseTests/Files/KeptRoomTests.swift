import Foundation
import TestSupport
import Testing

@testable import Base

@Suite struct KeptRoomTests {
  @Test func `room is taken on the disk, given once, and may be taken again`() throws {
    let scratch = try Scratch()
    let path = scratch.file("room")
    let room = KeptRoom(path, bytes: 8_192)
    #expect(!room.give())
    for _ in 0..<2 {
      room.take()
      let facts = try #require(try FileFacts.of(path))
      #expect(facts.size == 8_192 && facts.permissions == 0o600)
      #expect(room.give() && !room.give())
      #expect(try !FileFacts.hasEntry(path))
    }
  }

  @Test func `without room, or through a link, nothing is taken and nothing fails`() throws {
    let scratch = try Scratch()
    KeptRoom(scratch.file("no/such/folder")).take()
    let target = try scratch.write("target", "mine")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: scratch.file("target"))
    KeptRoom(scratch.file("link")).take()
    #expect(try scratch.text("target") == "mine", "\(target)")
  }
}
