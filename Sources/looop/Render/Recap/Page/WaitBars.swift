internal import Base
internal import Core

/// How long asks waited for the human.
struct WaitBars {
  private static let most = 40

  private let words: RecapWords
  private let questions: [Recap.Question]

  init(_ words: RecapWords) {
    self.words = words
    questions = words.recap.waiting + words.recap.settled.reversed()
  }

  var markup: String {
    let shown = questions.prefix(Self.most)
    let until = words.recap.until
    let longest = Double(max(1, questions.map { $0.waited(until: until) }.max() ?? 1))
    let rows = shown.map { question in
      let text = "\(question.id) \(words.waited(question))"
      return ChartRow(
        label: "<b>\(HTMLText.line(question.id))</b> "
          + "<span class=\"soft\">\(HTMLText.escaped(Self.subject(question)))</span>",
        shapes: ChartRow.bar(
          from: 0, to: Double(question.waited(until: until)) / longest,
          "q-\(question.state.rawValue)", title: text),
        value: HTMLText.escaped(RecapWords.span(question.waited(until: until))), spoken: text
      ).markup
    }
    let states = Recap.Question.State.allCases.filter { state in
      questions.contains { $0.state == state }
    }
    let legend = states.map { "<li><i class=\"q-\($0.rawValue)\"></i>\(Self.name($0))</li>" }
    let left = questions.count - shown.count
    return "<ul class=\"legend\">\(legend.joined())</ul>"
      + "<div class=\"rows\">\(rows.joined(separator: "\n"))</div>"
      + (left > 0 ? "<p class=\"note\">and \(left) more in the table</p>" : "") + table
  }

  /// Its first words; of a gate what is below the line that all gates begin with.
  private static func subject(_ question: Recap.Question) -> String {
    let lines = question.prompt.split(separator: "\n")
    let own = question.kind == "gate" && lines.count > 1 ? lines.dropFirst() : lines[...]
    return Untrusted.word(own.joined(separator: " "))
  }

  private static func name(_ state: Recap.Question.State) -> String {
    switch state {
    case .waiting: "waits"
    case .answered: "answered"
    case .withdrawn: "withdrawn"
    }
  }

  private var table: String {
    HTMLText.hiddenTable(
      ["ask", "asked by", "raised", "what became of it", "question", "answer"],
      questions.map { question in
        [
          question.id, question.asker, words.stamp(question.raisedAt), words.waited(question),
          question.prompt, question.answer ?? "",
        ]
      })
  }
}
