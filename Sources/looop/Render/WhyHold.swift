internal import Base
internal import Core

/// Something that waits for a human, with what to type.
struct WhyHold: Shaped {
  enum Kind: String, CaseIterable, JSONWritable {
    case approved, gate, question
    case workerQuestion = "worker_question"
    case cutShort = "cut_short"
    case reported
  }

  let hold: Explanation.Hold

  static let shape = Shape<WhyHold> { field in
    field("kind", \.kind, "what it is")
    field("id", \.id, "the ask, or the beat of a move that was cut short")
    field("text", \.text, "what it waits for")
    field("type", \.commands, "what to type")
  }

  var kind: Kind {
    switch hold {
    case .approved: .approved
    case .ask(let ask, _) where ask.kind == .gate: .gate
    case .ask(let ask, _): ask.isOfLoop ? .question : .workerQuestion
    case .cutShort: .cutShort
    case .reported: .reported
    }
  }

  var id: String {
    switch hold {
    case .approved(let move): move.ask.text
    case .ask(let ask, _): ask.id.text
    case .cutShort(let move), .reported(let move): move.id
    }
  }

  var text: String {
    switch hold {
    case .approved(let move):
      let needs = move.needs.map { "`looop \($0.rawValue)`" }.joined(separator: " and ")
      return (needs.isEmpty ? "your yes is given: it runs next: " : "your yes waits for \(needs): ")
        + Untrusted.quoted(move.move, bytes: 160)
    case .ask(let ask, let asker):
      if ask.kind == .gate { return "a move waits for your yes" }
      let end =
        asker.standing == .alive
        ? "; the question concerns only you and it, so nothing is decided on it" : ""
      return asker.text(ask) + end
    case .cutShort(let move):
      return
        "cut short: \(Self.move(move)); it is not run again, and the next `looop up` reports it"
    case .reported(let move):
      return "was cut short: \(Self.move(move)); the next decision sees it"
    }
  }

  private static func move(_ move: InterruptedMove) -> String {
    "\(Untrusted.quoted(move.move, bytes: 160)): \(Untrusted.oneLine(move.fate))"
  }

  private var commands: [String] {
    switch hold {
    case .approved(let move): move.needs.map { "looop \($0.rawValue)" }
    case .ask(let ask, _) where ask.kind == .gate:
      ["looop asks \(ask.id)", "looop answer \(ask.id) yes"]
    case .ask(let ask, _) where ask.kind == .budget:
      ["looop answer \(ask.id) yes", "looop answer \(ask.id) no"]
    case .ask(let ask, _): ["looop answer \(ask.id) \"…\""]
    case .cutShort: ["looop up"]
    case .reported: []
    }
  }
}
