import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite struct WorldTokenTests {
  private let items = (1...50).map { Item(.goal, "g\($0)", content: "text \($0)") }

  @Test func `a token has seen its own items and no others`() throws {
    let token = try WorldToken(text: WorldToken(items).text)
    #expect(token.newer(items).isEmpty)
    let edited = Item(.goal, "g7", content: "another text")
    let added = Item(.ask, "a-1", content: "?")
    #expect(token.newer(items + [edited, added]) == [edited, added])
  }

  @Test func `a token of nothing finds everything new`() throws {
    #expect(try WorldToken(text: WorldToken([]).text).newer(items) == items)
  }

  @Test(arguments: ["", "w1", "w2.AAAAAA", "w1.AAAAA", "w1.AAAAA!", "w1.ÄAAAA"])
  func `what is no token is refused`(text: String) {
    #expect(throws: LooopError.self) { try WorldToken(text: text) }
  }
}
