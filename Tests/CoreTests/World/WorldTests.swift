import Testing

@testable import Base
@testable import Core

@Suite struct WorldTests {
  /// Not kept by its own name: the mailbox is kept as asks and answers, and former lives count only
  /// for crash loops.
  private static let others: Set<String> = ["mailbox", "formerLives"]

  @Test func `a run folder keeps every field of the world`() throws {
    let schema = World.kind.schema(titled: "world")
    let kept = try #require(schema["properties"]?.object?.keys)
    for label in Mirror(reflecting: World()).children.compactMap(\.label)
    where !Self.others.contains(label) {
      let name = label.replacing(/[A-Z]/) { "_\($0.output.lowercased())" }
      #expect(kept.contains(name), "World+JSON.swift does not keep \(label)")
    }
  }
}
