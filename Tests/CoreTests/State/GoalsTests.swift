import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct GoalsTests {
  @Test func `every archived text stays, however soon one follows the other`() throws {
    let loop = try TestLoop()
    let id = try Identifier("g", "goal")
    for number in 1...12 {
      try loop.goals.write(id, "Version \(number) of the text.")
      #expect(try loop.goals.archive(id))
    }
    let folder = loop.directory.archivedGoals
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let texts = try names.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    #expect(Set(texts) == Set((1...12).map { "Version \($0) of the text.\n" }), "\(names)")
  }
}
