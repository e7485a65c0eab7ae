import Foundation
import TestSupport
import Testing

/// The rounds, and what they left to be checked.
struct Ordeal {
  static let workers = (1...5).map { "w\($0)" }

  enum Victim: String, CaseIterable {
    case pulse, supervisor, agent, asker
  }

  let trial: Trial
  let human: Human
  var kills: [Victim: Int] = [:]
  /// Moves that a dead pulse left under way.
  var interrupted: Set<String> = []
  /// What `push` said yes to.
  private var pushed: Set<Int> = []
  private var box: Sandbox { trial.box }
  private var invariants: Invariants { Invariants(box: trial.box) }

  init(trial: Trial, human: Human) {
    self.trial = trial
    self.human = human
  }

  mutating func round(_ chance: inout SeededRandom) async throws {
    try await Task.sleep(for: .milliseconds(Int.random(in: 0...80, using: &chance)))
    let victim = Victim.allCases.randomElement(using: &chance) ?? .pulse
    let worker = Self.workers.randomElement(using: &chance) ?? "w1"
    kills[victim, default: 0] += 1
    if kills.values.reduce(0, +) % 3 == 0 { try await push() }
    switch victim {
    case .pulse: try await killPulse()
    case .supervisor, .agent: try await killWorker(worker, victim)
    case .asker: try await killAsker(of: worker)
    }
    await expect(nothing: try await invariants.onePulse() + acknowledged(&chance))
  }

  private mutating func push() async throws {
    let number = pushed.count + 1
    let file = try box.write("push.json", "{\"id\":\(number)}")
    try await trial.must("push", "ci", file)
    pushed.insert(number)
  }

  private mutating func killPulse() async throws {
    let pulse = try box.pulse()
    Processes.kill(pulse)
    try await Until.holds("the pulse's end") { !Processes.isAlive(pulse) }
    let left = Processes.marked("LOOOP_DATA_DIR=\(box.data)").filter {
      Processes.environment(of: $0).contains { $0.hasPrefix("LOOOP_RUN=") }
    }
    let intents = box.names(in: "data/intents").filter { !$0.hasPrefix(".") }
      .map { String($0.dropLast(5)) }
    interrupted.formUnion(intents)
    try await trial.must("up")
    let survivors = left.filter(Processes.isAlive).map(Processes.words)
    await expect(nothing: survivors.map { "I8: '\($0)' outlived its pulse and `up`" })
    try await Until.holds("the report of \(intents)", saw: { "\(box.journal.suffix(5))" }) {
      intents.allSatisfy { box.text("data/journal.md").contains(" interrupted \($0): ") }
    }
  }

  private func killWorker(_ worker: String, _ victim: Victim) async throws {
    let before = processes(of: worker)
    let supervisor = try JSON(box.text("data/sessions/\(worker)/lock"))["pid"].int.map(Int32.init)
    guard let pid = victim == .supervisor ? supervisor : agent(of: worker) else {
      throw Trial.Failure(description: "\(worker) has no \(victim)")
    }
    try FileManager.default.removeItem(atPath: box.path("agent.\(worker)"))
    Processes.kill(pid)
    try await Until.holds("the next life of \(worker)", saw: { "\(processes(of: worker))" }) {
      try await trial.verb("worker", "start", worker, "ask on").code == 0
    }
    let survivors = before.filter(Processes.isAlive).map(Processes.words)
    await expect(nothing: survivors.map { "I8: '\($0)' outlived its worker's next start" })
    _ = try await Until.get("the agent of \(worker)") { agent(of: worker) }
  }

  private func killAsker(of worker: String) async throws {
    let pid = try await Until.get("an asker of \(worker)") { () -> Int32? in
      guard let agent = agent(of: worker) else { return nil }
      return box.text("/proc/\(agent)/task/\(agent)/children").split(separator: " ")
        .compactMap { Int32($0) }.first { Processes.words(of: $0).contains(" ask ") }
    }
    Processes.kill(pid)
  }

  /// The pid its agent wrote down.
  private func agent(of worker: String) -> Int32? { Int32(box.text("agent.\(worker)").dropLast()) }

  private func processes(of worker: String) -> [Int32] {
    Processes.marked("LOOOP_DATA_DIR=\(box.data)").filter {
      Processes.environment(of: $0).contains("LOOOP_SESSION_ID=\(worker)")
    }
  }

  /// Once nobody is killed any more, everybody is answered again.
  func recover() async throws {
    let heard = { Self.workers.map { self.heard(by: $0).count } }
    let before = heard()
    try await Until.holds("two answers for each worker", saw: { "\(before), \(heard())" }) {
      zip(before, heard()).allSatisfy { $1 >= $0 + 2 }
    }
    let told = { Set(box.text("told").split(separator: "\n").map(String.init)) }
    try await Until.holds("\(pushed.count) pushes", saw: { "\(invariants.received)" }) {
      invariants.received >= pushed.count
    }
    try await Until.holds(
      "a prompt for each interrupted move", saw: { "\(interrupted.subtracting(told()))" }
    ) { interrupted.isSubset(of: told()) }
  }

  /// After `down`.
  func close() async throws {
    var breaches = invariants.nothingRuns() + invariants.records(torn: 0) + (await acknowledged())
    breaches += invariants.journaled(interrupted) + invariants.counted(pushed)
    let answers = await human.answers
    for line in Self.workers.flatMap(heard) {
      let (id, words) = (
        String(line.prefix { $0 != " " }), String(line.drop { $0 != " " }.dropFirst())
      )
      if answers[id] != words { breaches.append("I1: '\(words)' was heard for \(id)") }
    }
    let ids = Self.workers.flatMap(heard).map { $0.prefix { $0 != " " } }
    if Set(ids).count != ids.count { breaches.append("a number was given twice: \(ids)") }
    let ran = box.text("ran").split(separator: "\n")
    if Set(ran).count != ran.count { breaches.append("I4: something ran twice: \(ran)") }
    await expect(nothing: breaches)
    let deaths = Victim.allCases.map { "\($0) \(kills[$0] ?? 0)" }.joined(separator: ", ")
    print(
      "killed: \(deaths); answers given \(answers.count), heard \(ids.count);"
        + " moves cut short and told \(interrupted.count), approved and run \(ran.count); pushes \(pushed.count)"
    )
  }

  private func heard(by worker: String) -> [String] {
    box.text("heard.\(worker)").split(separator: "\n").map(String.init)
  }

  private func acknowledged() async -> [String] {
    // The answers first: whatever was answered had been seen before.
    let answers = await human.answers
    return invariants.acknowledged(answers: answers, goals: [:], asks: await human.asks)
  }

  private func acknowledged(_ chance: inout SeededRandom) async -> [String] {
    var sample = await human.answers
    let (asks, last) = (await human.asks, await human.order.suffix(10))
    // All of them each time would take longer than everything else together.
    let some = Set(sample.keys.sorted().shuffled(using: &chance).prefix(10) + last)
    sample = sample.filter { some.contains($0.key) }
    return invariants.acknowledged(
      answers: sample, goals: [:], asks: asks.filter { some.contains($0.key) })
  }

  private func expect(nothing breaches: [String]) async {
    if !breaches.isEmpty { Issue.record("\(box.shown(breaches.joined(separator: "\n")))") }
  }
}
