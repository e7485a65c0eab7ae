package import Base

/// What a notify command gets on its standard input: one ask at one level, as a line of JSON.
package struct NotifyMessage: Sendable, Equatable {
  package struct Button: Sendable, Equatable {
    package let label: String
    /// What a reply says to choose it.
    package let reply: String
  }

  package let ask: Ask
  package let due: NotifyPlan.Due
  package let notifier: String
  package let age: Int
  package let dataDirectory: String
  /// Nil where no reply would count.
  package let nonce: String?
  package let text: String
  /// Whether `text` has all of the question.
  package let isWhole: Bool

  /// How long the texts may be, and which asks a reply may answer.
  package struct Frame: Sendable, Equatable {
    package var notifier: String
    package var dataDirectory: String
    package var mostText: Int
    package var isTwoWay: Bool
    package var mayApprove: Bool

    package init(
      notifier: String, dataDirectory: String, mostText: Int, isTwoWay: Bool, mayApprove: Bool
    ) {
      self.notifier = notifier
      self.dataDirectory = dataDirectory
      self.mostText = mostText
      self.isTwoWay = isTwoWay
      self.mayApprove = mayApprove
    }
  }

  /// `ask` as it may be shown: without secrets.
  package init(
    _ ask: Ask, _ due: NotifyPlan.Due, in frame: Frame, nonce: String, now: Int
  ) {
    self.ask = ask
    self.due = due
    notifier = frame.notifier
    dataDirectory = frame.dataDirectory
    age = max(0, now - ask.raisedAt)
    (text, isWhole) = Self.text(ask, most: frame.mostText)
    let isRuling = ask.needsRuling
    let counts = frame.isTwoWay && (!isRuling || frame.mayApprove && isWhole)
    self.nonce = counts ? nonce : nil
  }

  /// The digest of the question, to tell whether a reply is to what was shown.
  package static func digest(of ask: Ask) -> String {
    let parts: [JSONValue] = [
      .string(ask.prompt), .array(ask.options.map(JSONValue.string)), JSONValue(ask.gateDigest),
    ]
    return Digest.sha256(JSONWriter.text(.array(parts), .canonical))
  }

  package var title: String {
    let who = Untrusted.word(ask.id.worker.text)
    let what =
      switch ask.kind {
      case .gate: "May the loop do this?"
      case .budget: "The budget is spent"
      case .runner: "A runner needs you"
      case .pulse: "The loop asks"
      case .setup: "looop asks"
      case .worker, nil: "\(who) asks"
      }
    let level = due.level > 0 ? "Still waiting: " : ""
    return "\(level)\(what) (\(ask.id))\(due.isRepeat ? ", perhaps sent before" : "")"
  }

  /// Someone else's words stand behind a bar: no line of theirs can pass for one of looop's.
  private static func text(_ ask: Ask, most: Int) -> (String, isWhole: Bool) {
    let clipped = Untrusted.clipped(ask.prompt, bytes: most)
    var question = Untrusted.lines(clipped)
    while question.count > 1, question.last?.isEmpty == true { question.removeLast() }
    var lines = Untrusted.barred(question)
    for (index, option) in ask.options.prefix(Self.optionsShown).enumerated() {
      lines.append("#\(index + 1) \(Untrusted.quoted(option, bytes: optionBytes))")
    }
    if let reference = ask.reference {
      lines.append("see: \(Untrusted.quoted(reference, bytes: 300))")
    }
    lines.append("looop answer \(ask.id) …")
    let isWhole =
      ask.prompt.utf8.count <= most && ask.options.count <= optionsShown
      && ask.options.allSatisfy { $0.utf8.count <= optionBytes }
    return (lines.joined(separator: "\n"), isWhole)
  }

  private static let optionsShown = 20
  private static let optionBytes = 200
  private static let labelBytes = 40

  /// One for each option; of a move or a budget, yes and no. None where no reply would count.
  package var buttons: [Button] {
    guard let nonce else { return [] }
    let head = "\(ask.id) \(nonce) "
    if ask.options.isEmpty, ask.kind == .gate {
      return ["yes", "no"].map { Button(label: $0, reply: head + $0) }
    }
    return ask.options.prefix(Self.optionsShown).enumerated().map { index, option in
      Button(
        label: Untrusted.quoted(option, bytes: Self.labelBytes), reply: "\(head)#\(index + 1)")
    }
  }
}

extension Ask {
  /// Whether its answer lets something run or be spent, and not only hear.
  package var needsRuling: Bool {
    kind == .gate || kind == .budget || gateDigest != nil
      || ["gate", "budget"].contains(id.worker.text)
  }
}

extension NotifyMessage.Button: Shaped {
  package static let shape = Shape<Self> { field in
    field("label", \.label, "the option, clipped")
    field("reply", \.reply, "`ask nonce answer`: the words of a reply that chooses it")
  }
}

extension NotifyMessage: Shaped {
  package static let shape = Shape<NotifyMessage> { field in
    field.version()
    field("ask", \.ask.id, "the ask")
    field("kind", { $0.ask.kind ?? .worker }, "who raised it and what for")
    field("asker", \.ask.id.worker, "who asks")
    field("prompt", \.ask.prompt, "the question as it was written, without secrets")
    field("options", \.ask.options, "answers to choose from")
    field("reference", \.ask.reference, "what it is about: a path or an address")
    field("ts", \.ask.raisedAt, "when it was raised")
    field("age_s", \.age, "seconds since")
    field("level", \.due.level, "0 at first, 1 for the first escalation, …")
    field("attempt", \.due.attempt, "1, and more after a failure")
    field("repeated", \.due.isRepeat, "whether a former attempt may have arrived")
    field("notifier", \.notifier, "who sends it")
    field("data_dir", \.dataDirectory, "of which loop it is")
    field("title", \.title, "one line that says what it is")
    field(
      "text", \.text,
      "the question and its options, safe to show; someone else's lines behind a bar")
    field("whole", \.isWhole, "whether `text` has all of it")
    field(optional: "nonce", \.nonce, "what a reply must carry; left out where none would count")
    field("buttons", \.buttons, "replies to choose from")
  }
}
