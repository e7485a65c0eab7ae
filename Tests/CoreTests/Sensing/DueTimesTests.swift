import Testing

@testable import Base
@testable import Core

@Suite struct DueTimesTests {
  private func name(_ number: Int) throws -> Identifier { try Identifier("s\(number)", "sensor") }

  @Test func `names come out when they are due, the earliest first`() throws {
    var due = DueTimes()
    #expect(due.first() == nil)
    for (number, moment) in [(1, 30), (2, 10), (3, 20), (4, 10)] { due[try name(number)] = moment }
    #expect(due.first() == 10)
    #expect(due.take(until: 9) == [])
    #expect(due.take(until: 20) == [try name(2), try name(4), try name(3)])
    #expect(due.first() == 30)
    #expect(try due[name(2)] == nil && due[name(1)] == 30)
  }

  @Test func `only the last moment of a name counts`() throws {
    var due = DueTimes()
    due[try name(1)] = 10
    due[try name(1)] = 30
    due[try name(2)] = 20
    due[try name(2)] = nil
    #expect(due.take(until: 29) == [])
    due[try name(1)] = 5
    #expect(due.take(until: 29) == [try name(1)])
    #expect(due.first() == nil)
  }

  @Test func `it agrees with a plain table whatever is set, moved and taken`() throws {
    var numbers = SystemRandomNumberGenerator()
    var due = DueTimes()
    var table: [Identifier: Int] = [:]
    for step in 0..<5_000 {
      let name = try name(Int.random(in: 0..<60, using: &numbers))
      switch Int.random(in: 0..<10, using: &numbers) {
      case 0:
        let now = step + Int.random(in: 0..<50, using: &numbers)
        let taken = table.filter { $0.value <= now }.sorted {
          ($0.value, $0.key) < ($1.value, $1.key)
        }
        #expect(due.take(until: now) == taken.map(\.key))
        for name in taken.map(\.key) { table[name] = nil }
      case 1:
        due[name] = nil
        table[name] = nil
      default:
        let moment = step + Int.random(in: 0..<100, using: &numbers)
        due[name] = moment
        table[name] = moment
      }
      #expect(due.first() == table.values.min())
    }
  }
}
