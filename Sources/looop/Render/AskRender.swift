internal import Base
internal import Core

/// An ask as a person or a program sees it.
enum AskRender {
  static func text(_ ask: Ask, _ contents: Mailbox.Contents, now: Int) -> String {
    let age = Duration.seconds(max(0, now - ask.raisedAt)).text
    var lines = ["\(ask.id)  \(AskReport.State(ask, contents).rawValue), \(age) ago"]
    lines += Untrusted.visible(ask.prompt).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { $0.isEmpty ? "" : "    \($0)" }
    if !ask.options.isEmpty {
      lines.append("    options: \(Untrusted.oneLine(ask.options.joined(separator: ", ")))")
    }
    if let reference = ask.reference { lines.append("    see: \(Untrusted.oneLine(reference))") }
    if let answer = contents.answers[ask.id] {
      lines.append("    answer: \(Untrusted.oneLine(answer.text))")
    } else {
      lines.append("    answer with: looop answer \(ask.id) \"…\"")
    }
    return lines.joined(separator: "\n")
  }
}

/// An ask as a program sees it: its record, and how it stands.
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

  static let shape = Shape<AskReport>(keeping: \.ask.record) { field in
    field.part(Ask.shape, { $0.ask })
    field("age_s", \.age, "seconds since it was raised")
    field("state", \.state, "whether it is answered, and the answer delivered")
  }

  static func of(_ asks: [Ask], _ contents: Mailbox.Contents, now: Int) -> [AskReport] {
    asks.map {
      AskReport(ask: $0, state: State($0, contents), age: max(0, now - $0.raisedAt))
    }
  }
}
