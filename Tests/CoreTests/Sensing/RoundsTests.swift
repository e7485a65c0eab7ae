import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite struct RoundsTests {
  private let a = Identifier(valid: "a")
  private let b = Identifier(valid: "b")
  private let c = Identifier(valid: "c")

  private func at(_ seconds: Int) -> Monotonic { Monotonic(nanoseconds: seconds * 1_000_000_000) }

  /// The rounds of a test: what changes a value cannot stand in an expectation.
  private final class Played {
    var value = Rounds()

    func begin(_ names: Set<Identifier>, reach: Rounds.Reach, until end: Monotonic? = nil) {
      value.begin(names, reach: reach, until: end)
    }
    func started(_ name: Identifier, until end: Monotonic) { value.started(name, until: end) }
    func ended(_ name: Identifier) -> Bool { value.ended(name) }
    func expire(_ now: Monotonic) -> Set<Identifier> { value.expire(now) }
    func awaited(by names: Set<Identifier>) -> Set<Identifier> { value.awaited(by: names) }
    var deadline: Monotonic? { value.deadline }
  }

  /// Begins a round of `names`, each started and late at 10 s.
  private func begin(
    _ names: Set<Identifier>, _ reach: Rounds.Reach = .own, in rounds: Played
  ) {
    rounds.begin(names, reach: reach)
    for name in names { rounds.started(name, until: at(10)) }
  }

  @Test func `a run is given half as long again as the last one, from 2 to 60 s`() {
    #expect(Rounds.patience(last: nil) == .seconds(10))
    #expect(Rounds.patience(last: .zero) == .seconds(2))
    #expect(Rounds.patience(last: .milliseconds(1_333)) == .seconds(2))
    #expect(Rounds.patience(last: .milliseconds(1_334)) == .milliseconds(2_001))
    #expect(Rounds.patience(last: .seconds(20)) == .seconds(30))
    #expect(Rounds.patience(last: .seconds(40)) == .seconds(60))
    #expect(Rounds.patience(last: .seconds(41)) == .seconds(60))
    #expect(Rounds.patience(last: .longest) == .seconds(60))
  }

  @Test func `a round is waited for by decisions on what its own sensors saw`() throws {
    let (a, b, c) = (try #require(a), try #require(b), try #require(c))
    let rounds = Played()
    begin([a, b], in: rounds)
    #expect(rounds.awaited(by: [a]) == [a, b])
    #expect(rounds.awaited(by: [b, c]) == [a, b])
    #expect(rounds.awaited(by: [c]) == [] && rounds.awaited(by: []) == [])
    // One that has ended is waited with for the rest of its round.
    #expect(!rounds.ended(a))
    #expect(rounds.awaited(by: [a]) == [b])
    #expect(rounds.ended(b))
    #expect(rounds.value == Rounds())
  }

  @Test func `a round that reaches all is waited for by every decision`() throws {
    let (a, b, c) = (try #require(a), try #require(b), try #require(c))
    let rounds = Played()
    begin([a, b], .all, in: rounds)
    #expect(rounds.awaited(by: []) == [a, b] && rounds.awaited(by: [c]) == [a, b])
    // What a stranger to the round saw may be decided on as far as that stranger goes.
    #expect(rounds.ended(c))
    #expect(!rounds.ended(b))
    #expect(rounds.awaited(by: []) == [a])
    #expect(rounds.ended(a))
    #expect(rounds.awaited(by: [a, b, c]) == [])
  }

  @Test func `a round has an end of its own, also for those that have not started`() throws {
    let (a, b) = (try #require(a), try #require(b))
    let rounds = Played()
    rounds.begin([a, b], reach: .all, until: at(60))
    rounds.started(a, until: at(90))
    #expect(rounds.deadline == at(60))
    #expect(rounds.expire(at(59)).isEmpty && rounds.value.awaits(b))
    #expect(rounds.expire(at(60)) == [a, b])
    #expect(rounds.awaited(by: [a]).isEmpty && !rounds.value.awaits(a))
  }

  @Test func `one that has not started yet is waited for without an end`() throws {
    let (a, b) = (try #require(a), try #require(b))
    let rounds = Played()
    rounds.begin([a, b], reach: .own)
    #expect(rounds.deadline == nil)
    #expect(rounds.expire(at(1_000_000)) == [])
    #expect(rounds.awaited(by: [a]) == [a, b])
    rounds.started(b, until: at(7))
    #expect(rounds.deadline == at(7))
    #expect(rounds.expire(at(7)) == [b])
    #expect(rounds.awaited(by: [b]) == [a] && rounds.deadline == nil)
  }

  @Test func `one is late at its end and no earlier, once, and its round goes on without it`()
    throws
  {
    let (a, b) = (try #require(a), try #require(b))
    let rounds = Played()
    rounds.begin([a, b], reach: .own)
    rounds.started(a, until: at(5))
    rounds.started(b, until: at(9))
    #expect(rounds.deadline == at(5))
    #expect(rounds.expire(at(4)) == [] && rounds.awaited(by: [a]) == [a, b])
    #expect(rounds.expire(at(5)) == [a] && rounds.deadline == at(9))
    #expect(rounds.expire(at(6)) == [])
    #expect(rounds.awaited(by: [a]) == [b])
    // The late one ends after all: what it saw is of a round that is not over.
    #expect(!rounds.ended(a))
    #expect(rounds.expire(at(20)) == [b])
    #expect(rounds.ended(b) && rounds.ended(a))
    #expect(rounds.value == Rounds())
  }

  @Test func `when all of a round are late it is over, and each is a change of its own`() throws {
    let (a, b) = (try #require(a), try #require(b))
    let rounds = Played()
    begin([a, b], .all, in: rounds)
    #expect(rounds.expire(at(10)) == [a, b])
    #expect(rounds.value == Rounds() && rounds.awaited(by: [a]) == [])
    #expect(rounds.ended(a) && rounds.ended(b))
  }

  @Test func `a member of two rounds is waited for by both, and frees both when it ends`() throws {
    let (a, b, c) = (try #require(a), try #require(b), try #require(c))
    let rounds = Played()
    begin([a, b], in: rounds)
    begin([b, c], in: rounds)
    #expect(rounds.awaited(by: [a]) == [a, b] && rounds.awaited(by: [c]) == [b, c])
    #expect(rounds.awaited(by: [b]) == [a, b, c])
    #expect(!rounds.ended(b))
    #expect(rounds.awaited(by: [a]) == [a] && rounds.awaited(by: [c]) == [c])
    #expect(rounds.ended(a))
    // What it saw belongs to the second round as well.
    #expect(rounds.awaited(by: [b]) == [c])
    #expect(rounds.ended(c))
  }

  @Test func `a run that starts counts in every round that waits for it`() throws {
    let (a, b) = (try #require(a), try #require(b))
    let rounds = Played()
    begin([a], in: rounds)
    rounds.begin([a, b], reach: .all)
    rounds.started(a, until: at(30))
    #expect(rounds.expire(at(10)) == [])
    #expect(rounds.expire(at(30)) == [a])
    #expect(rounds.awaited(by: [a]) == [b])
    // One that no round waits for any more changes none.
    rounds.started(a, until: at(40))
    #expect(rounds.awaited(by: [a]) == [b] && rounds.deadline == nil)
  }

  @Test func `a round of none is no round`() throws {
    let a = try #require(a)
    let rounds = Played()
    rounds.begin([], reach: .all)
    #expect(rounds.value == Rounds() && rounds.deadline == nil && rounds.awaited(by: [a]) == [])
    #expect(rounds.expire(at(1)) == [] && rounds.ended(a))
  }

  // MARK: Anything may happen

  /// The same, said at length: no round is ever removed, and every wait is a row of its own.
  private struct Model {
    struct Wait {
      let round: Int
      let name: Identifier
      var until: Monotonic?
    }
    var rounds: [(isForAll: Bool, members: Set<Identifier>)] = []
    var waits: [Wait] = []

    mutating func begin(_ names: Set<Identifier>, isForAll: Bool) {
      rounds.append((isForAll, names))
      for name in names { waits.append(Wait(round: rounds.count - 1, name: name)) }
    }

    mutating func started(_ name: Identifier, until end: Monotonic) {
      for index in waits.indices where waits[index].name == name { waits[index].until = end }
    }

    mutating func ended(_ name: Identifier) -> Bool {
      waits.removeAll { $0.name == name }
      return !waits.contains { rounds[$0.round].members.contains(name) }
    }

    mutating func expire(_ now: Monotonic) -> Set<Identifier> {
      let late = waits.filter { $0.until.map { $0 <= now } == true }.map(\.name)
      waits.removeAll { $0.until.map { $0 <= now } == true }
      return Set(late)
    }

    func awaited(by changed: Set<Identifier>) -> Set<Identifier> {
      Set(
        waits.filter { wait in
          let round = rounds[wait.round]
          return round.isForAll || changed.contains { round.members.contains($0) }
        }.map(\.name))
    }
  }

  @Test func `whatever happens, in whatever order, decisions wait as a plain list of waits says`() {
    var chance = Seed.take(for: "rounds")
    let all = (0..<5).compactMap { Identifier(valid: "s\($0)") }
    for walk in 0..<200 {
      var (rounds, model) = (Rounds(), Model())
      var time = 0
      for step in 0..<60 {
        let some = Set(all.filter { _ in Bool.random(using: &chance) })
        let one = all[Int.random(in: 0..<all.count, using: &chance)]
        var agree = true
        let choice = Int.random(in: 0..<20, using: &chance)
        switch choice {
        case 0..<5:
          let isForAll = Bool.random(using: &chance)
          rounds.begin(some, reach: isForAll ? .all : .own)
          model.begin(some, isForAll: isForAll)
        case 5..<10:
          let end = at(time + Int.random(in: 0...9, using: &chance))
          rounds.started(one, until: end)
          model.started(one, until: end)
        case 10..<16: agree = rounds.ended(one) == model.ended(one)
        default:
          time += Int.random(in: 0...4, using: &chance)
          agree = rounds.expire(at(time)) == model.expire(at(time))
        }
        let changed = Set(all.filter { _ in Bool.random(using: &chance) })
        agree = agree && rounds.awaited(by: changed) == model.awaited(by: changed)
        agree = agree && rounds.deadline == model.waits.compactMap(\.until).min()
        if !agree {
          Issue.record("walk \(walk), step \(step), choice \(choice): \(rounds) \(model)")
          return
        }
      }
    }
  }
}
