internal import Base
internal import Core

/// An ask as a person or a program sees it.
enum AskRender {
  static func json(_ ask: Ask, _ contents: Mailbox.Contents, now: Int) -> JSONValue {
    var record = ask.record
    record["age_s"] = .int(max(0, now - ask.raisedAt))
    record["state"] = .string(state(ask, contents))
    return .object(record)
  }

  static func text(_ ask: Ask, _ contents: Mailbox.Contents, now: Int) -> String {
    let age = Duration.seconds(max(0, now - ask.raisedAt)).text
    var lines = ["\(ask.id)  \(state(ask, contents)), \(age) ago"]
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

  private static func state(_ ask: Ask, _ contents: Mailbox.Contents) -> String {
    guard contents.answers[ask.id] != nil else { return "pending" }
    return contents.isDelivered(ask) ? "delivered" : "answered"
  }
}
