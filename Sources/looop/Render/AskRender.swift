internal import Base
internal import Core

/// Asks as a person sees them, among all there are.
struct AskRender {
  /// How much of a question a list shows. A move that waits for a yes is always shown whole.
  static let questionBytes = 4_000
  private static let optionBytes = 200
  private static let optionsShown = 20

  let contents: Mailbox.Contents
  let askers: Askers
  let now: Int
  /// Of the terminal; nil where lines are not to be broken.
  var columns: Int? = nil
  /// Whether a long question is shown to its end.
  var isWhole = false

  func text(_ ask: Ask) -> String {
    let asker = askers.of(ask)
    let state = AskReport.State(ask, contents).rawValue
    var lines = ["\(ask.id)  \(state), \(age(ask)), \(asker.text(ask))"]
    lines += question(ask)
    lines += options(ask)
    if let reference = ask.reference {
      lines.append("    see: \(Untrusted.quoted(reference, bytes: 300))")
    }
    if let answer = contents.answers[ask.id] {
      lines.append("    answer: \(Untrusted.quoted(answer.text, bytes: Self.questionBytes))")
    } else {
      lines += former(ask) + hint(ask, asker).flatMap(rows)
    }
    return lines.joined(separator: "\n")
  }

  /// As one of a list on a line: `w-1 5m ago (its worker has ended)`.
  func brief(_ ask: Ask) -> String {
    let asker = askers.of(ask)
    let goal = asker.life?.goal.map { "goal \($0)" }
    let end = asker.standing == .ended ? "its worker has ended" : nil
    let notes = [goal, end].compactMap(\.self).joined(separator: "; ")
    return "\(ask.id) \(age(ask))\(notes.isEmpty ? "" : " (\(notes))")"
  }

  func reports(of asks: [Ask]) -> [AskReport] {
    asks.map {
      AskReport(
        ask: $0, state: AskReport.State($0, contents), age: max(0, now - $0.raisedAt),
        asker: askers.of($0))
    }
  }

  private func age(_ ask: Ask) -> String {
    MomentText.age(ask.raisedAt, now: now)
  }

  /// Behind a bar, which no line of looop's own has: what is asked cannot look like a hint.
  private func question(_ ask: Ask) -> [String] {
    let isCut = !isWhole && ask.kind != .gate && ask.prompt.utf8.count > Self.questionBytes
    let shown = isCut ? Untrusted.clipped(ask.prompt, bytes: Self.questionBytes) : ask.prompt
    var lines = Untrusted.lines(shown).map(String.init)
    // The mark is looop's own line.
    let mark = isCut ? lines.popLast() : nil
    if lines.last?.isEmpty == true, lines.count > 1 { lines.removeLast() }
    // Every character stays, blanks too: a command is read here before it runs. What goes on from the
    // line above has a mark of its own.
    let rows = lines.flatMap { line -> [String] in
      guard let columns, !line.isEmpty else { return Untrusted.barred([line], indent: 2) }
      let pieces = TextLayout.broken(line.replacing("\t", with: "    "), columns: columns - 4)
      return pieces.enumerated().map { ($0.offset == 0 ? "  | " : "  + ") + $0.element }
    }
    return rows
      + (mark.map { ["    \($0) `looop asks \(ask.id)` shows it whole"] } ?? [])
  }

  private func options(_ ask: Ask) -> [String] { Self.options(ask).map { "    \($0)" } }

  /// The answers to choose from, one line each, with what an answer may name them by.
  static func options(_ ask: Ask) -> [String] {
    let shown = ask.options.prefix(optionsShown).enumerated().map { index, option in
      "#\(index + 1) \(Untrusted.quoted(option, bytes: optionBytes))"
    }
    let left = ask.options.count - shown.count
    return left > 0 ? shown + ["[and \(left) more options]"] : shown
  }

  /// What was said to the same question of a former life.
  private func former(_ ask: Ask) -> [String] {
    guard let former = contents.asks.last(where: { $0.isFormer(of: ask) }),
      let answer = contents.answers[former.id]
    else { return [] }
    return [
      "    answered before, as \(former.id): \(Untrusted.quoted(answer.text, bytes: Self.optionBytes))"
    ]
  }

  /// A line of looop's own in the columns there are.
  private func rows(_ line: String) -> [String] {
    guard let columns else { return [line] }
    let words = String(line.drop { $0 == " " })
    return TextLayout.wrapped(words, columns: columns - 6, cutsWords: false)
      .enumerated().map { ($0.offset == 0 ? "    " : "      ") + $0.element }
  }

  /// What to type.
  func hint(_ ask: Ask, _ asker: Asker) -> [String] {
    let verb = "looop answer \(ask.id)"
    if ask.kind == .gate {
      return ["    answer with: \(verb) yes", "    or decline:  \(verb) \"no, because …\""]
    }
    if ask.kind == .budget {
      return [
        "    answer with: \(verb) yes", "    or leave it: \(verb) no",
        "    a number in its place is the cap for today",
      ]
    }
    let words =
      ask.options.isEmpty
      ? "\"…\"" : "'#1', or a word of an option, or words of your own"
    let end = asker.standing == .ended ? "; it reaches the loop's next decision" : ""
    return ["    answer with: \(verb) \(words)\(end)"]
  }
}

/// An ask as a program sees it: its record, how it stands, and who asks.
struct AskReport: Shaped {
  enum State: String, CaseIterable, JSONWritable {
    case pending, answered, delivered

    init(_ ask: Ask, _ contents: Mailbox.Contents) {
      let isAnswered = contents.answers[ask.id] != nil
      self = !isAnswered ? .pending : contents.isDelivered(ask) ? .delivered : .answered
    }
  }

  let ask: Ask
  let state: State
  let age: Int
  let asker: Asker

  static let shape = Shape<AskReport>(keeping: \.ask.record) { field in
    field.part(Ask.shape, { $0.ask })
    field("age_s", \.age, "seconds since it was raised")
    field("state", \.state, "whether it is answered, and the answer delivered")
    field("asker", \.asker, "who asks, and whether an answer reaches them")
  }
}
