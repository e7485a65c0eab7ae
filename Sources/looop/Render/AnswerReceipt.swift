internal import Base
internal import Core

/// What an answer did: to whom it went, what it ruled, and when that takes effect.
struct AnswerReceipt {
  enum Ruling: String, CaseIterable, JSONWritable {
    case approved, declined
  }

  /// Who hears the answer next.
  enum Hearer: String, CaseIterable, JSONWritable {
    case worker, shell, loop
  }

  enum Pulse: String, CaseIterable, JSONWritable {
    case up, paused, down
  }

  /// What stands around an answer once it is given.
  struct Facts {
    var asker: Asker
    /// Whether whoever asked has it already.
    var isDelivered = false
    /// Whether it was the loop's decision that heard it, before whoever asked did.
    var isHeardByLoop = false
    var isPulseUp: Bool
    /// Whether a signal stopped the process that holds the loop.
    var isPulseStopped = false
    var isPaused: Bool
    /// Whether the move of a gate still waits.
    var isMovePending = false
    /// Whether the move or its question were changed since looop asked.
    var isMoveChanged = false
    /// Whether the move of a gate is being carried out.
    var isUnderWay = false
    /// Whether a call or another move is under way.
    var isBusy = false
    /// The cap that the answer raises, in words.
    var raised: String?
    /// The runner that is at rest until the ask is answered.
    var runner: String?
  }

  let ask: Ask
  let text: String
  /// The number of the option that was chosen by something else than its text.
  let option: Int?
  let facts: Facts

  var ruling: Ruling? {
    switch ask.kind {
    case .gate: Assent.of(text) == .yes ? .approved : .declined
    case .budget: facts.raised == nil ? .declined : .approved
    default: nil
    }
  }

  var hearer: Hearer {
    switch facts.asker.standing {
    case .alive: facts.isHeardByLoop ? .loop : .worker
    case .unknown: facts.isDelivered && !facts.isHeardByLoop ? .shell : .loop
    case .loop, .ended: .loop
    }
  }

  var pulse: Pulse { !facts.isPulseUp ? .down : facts.isPaused ? .paused : .up }

  /// One line for a person.
  var line: String {
    let did = ask.kind == .gate && facts.isMovePending ? (ruling ?? .declined).rawValue : "answered"
    let choice = option.map { " with #\($0), \"\(Untrusted.quoted(text, bytes: 80))\"" }
    return "\(ask.id) \(did)\(choice ?? ownWords): \(outcome)"
  }

  /// Said where an option may have been meant. What counts as a yes is looked at before.
  private var ownWords: String {
    guard ask.kind != .gate, ask.kind != .budget, !ask.options.isEmpty,
      Choice.of(text, among: ask.options) == .words
    else { return "" }
    let options = Untrusted.quoted(ask.options.joined(separator: ", "), bytes: 300)
    let words = Untrusted.quoted(text, bytes: 80)
    return " in words of your own (\"\(words)\"; its options were \(options))"
  }

  private var outcome: String {
    let id = ask.id.worker
    switch ask.kind {
    case .gate: return gate
    case .budget:
      return facts.raised.map { "\($0) for today; decisions go on\(then)" }
        ?? "no cap is raised; a number or yes raises one on the day it was asked"
    case .runner:
      return facts.runner.map { "the runner \($0) is tried again with \(nextDecision)" }
        ?? "it reaches \(nextDecision)"
    case .pulse where ask.key?.hasPrefix(CrashLoop.keyPrefix) == true:
      let goal = ask.key?.dropFirst(CrashLoop.keyPrefix.count) ?? ""
      return "workers of the goal \(goal) may be started again; it reaches \(nextDecision)"
    case .pulse, .setup: return "it reaches \(nextDecision)"
    case .worker, nil: break
    }
    if facts.isHeardByLoop {
      return "\(id) did not wait for it any more; the loop's decision has heard it"
    }
    switch facts.asker.standing {
    case .loop: return "it reaches \(nextDecision)"
    case .alive:
      return facts.isDelivered
        ? "the worker \(id) has your answer"
        : "the worker \(id) is at work and hears it when it asks again"
    case .unknown:
      return facts.isDelivered
        ? "whoever asked as \(id) has your answer"
        : "no worker \(id) waits for it; it reaches whoever asks the same as \(id), or \(nextDecision)"
    case .ended:
      let end = facts.asker.life.map { " (\($0.stateInWords))" } ?? ""
      let next = facts.asker.isReplaced ? ", and a later life of it did not ask" : ""
      return "its worker \(id) has ended\(end)\(next); it reaches \(nextDecision)"
    }
  }

  private var gate: String {
    guard !facts.isUnderWay else {
      return "its move is being carried out already, as approved before"
    }
    guard !facts.isMoveChanged else {
      return "the move does not run: it or its question was changed on the disk after looop asked;"
        + " your words reach \(nextDecision)"
    }
    guard facts.isMovePending else {
      return "its move does not wait any more: it was carried out or declined before, as `looop"
        + " journal` says; your words reach \(nextDecision)"
    }
    guard ruling == .approved else {
      return "the move does not run; your words reach \(nextDecision)"
    }
    switch pulse {
    case .up where facts.isPulseStopped:
      return "it runs once the pulse answers again: a signal stopped it, see `looop state`"
    case .up:
      return facts.isBusy
        ? "the loop runs it as soon as what it does now is over" : "the loop runs it now"
    case .paused: return "paused; it runs after `looop resume`"
    case .down: return "no pulse is up; it runs after \(starting)"
    }
  }

  private var nextDecision: String {
    switch pulse {
    case .up where facts.isPulseStopped:
      "the loop's next decision, once the pulse answers again (a signal stopped it, see `looop state`)"
    case .up: "the loop's next decision"
    case .paused: "the loop's next decision, after `looop resume` (it is paused)"
    case .down: "the loop's next decision, after \(starting) (no pulse is up)"
    }
  }

  /// When what waits for a decision goes on.
  private var then: String {
    switch pulse {
    case .up: ""
    case .paused: " after `looop resume`"
    case .down: " after \(starting)"
    }
  }

  private var starting: String { facts.isPaused ? "`looop up` and `looop resume`" : "`looop up`" }
}

extension AnswerReceipt: Shaped {
  static let shape = Shape<AnswerReceipt> { field in
    field.version()
    field("id", \.ask.id, "the ask")
    field("answer", \.text, "the answer as it was stored; of an option its text")
    field(
      "option", \.option, "the number of the option that was chosen by its number or a word of it")
    field("ruling", \.ruling, "of a gate or a budget: what the answer does; null for another ask")
    field(
      "to", \.hearer,
      "who hears it: the worker, whoever asked from a shell, or the loop's next decision")
    field("delivered", \.facts.isDelivered, "whether whoever asked has it already")
    field("pulse", \.pulse, "whether decisions are made now")
    field("text", \.line, "the same in words")
  }
}
