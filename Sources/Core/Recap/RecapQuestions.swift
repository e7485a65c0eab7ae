internal import Base

/// The asks of one window: from the mailbox, and from the log what has left it.
struct RecapQuestions {
  private let source: RecapSource
  private var settled: [String: Recap.Question] = [:]

  init(_ source: RecapSource) {
    self.source = source
    readMailbox()
    readLog()
  }

  /// What waits, and what was settled in the window; the oldest first.
  var lists: (waiting: [Recap.Question], settled: [Recap.Question]) {
    let waiting = source.mailbox.pending.map { ask -> Recap.Question in
      var question = self.question(ask)
      question.command = Self.command(ask)
      return question
    }
    let pending = Set(waiting.map(\.id))
    let rest = settled.values.filter { !pending.contains($0.id) }
    return (
      waiting.sorted { ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id) },
      rest.sorted { ($0.settledAt ?? 0, $0.id) < ($1.settledAt ?? 0, $1.id) }
    )
  }

  private mutating func readMailbox() {
    for ask in source.mailbox.asks {
      guard let answer = source.mailbox.answers[ask.id],
        (source.since...source.until).contains(answer.at)
      else { continue }
      var question = self.question(ask)
      question.state = .answered
      question.settledAt = answer.at
      question.answer = answer.text
      settled[question.id] = question
    }
  }

  private mutating func readLog() {
    var raised: [String: LoggedEvent] = [:]
    for event in source.window.events {
      guard let id = event.word("ask") else { continue }
      switch event.code {
      case "ask.raised": raised[id] = event
      case "ask.answered", "ask.withdrawn":
        guard settled[id] == nil else { continue }
        // Raised before the window, and gone from the mailbox: how long it waited is not known.
        let first = raised[id]
        var question = Recap.Question(
          id: id, asker: first?.word("asker") ?? "?", kind: first?.word("kind") ?? "?",
          prompt: first?.word("prompt") ?? "", raisedAt: first?.at ?? event.at)
        question.state = event.code == "ask.answered" ? .answered : .withdrawn
        question.settledAt = event.at
        question.answer = event.word("answer")
        settled[id] = question
      default: break
      }
    }
  }

  private func question(_ ask: Ask) -> Recap.Question {
    Recap.Question(
      id: ask.id.text, asker: ask.id.worker.text, kind: ask.kind?.rawValue ?? "worker",
      prompt: ask.prompt, raisedAt: ask.raisedAt.within(0, source.until))
  }

  /// The line that answers it, to be completed where only the human has the words.
  private static func command(_ ask: Ask) -> String {
    let verb = "looop answer \(ask.id)"
    switch ask.kind {
    case .gate, .budget: return "\(verb) yes"
    default: return ask.options.isEmpty ? "\(verb) \"...\"" : "\(verb) '#1'"
    }
  }
}
