internal import Base
internal import Core

/// Who may rule over MCP: what approves a move or raises a cap comes from a human at a form, or from the
/// client itself only where the config says so.
struct Approval {
  enum Ruling: Equatable {
    /// The answer is the caller's to give.
    case caller
    /// What the human chose at the form.
    case words(String)
    /// Put the question to the human first.
    case question(MCPQuestion)
  }

  let wiring: Wiring
  let client: MCPClient

  /// Throws `E_NOT_APPROVER` where no human can be asked, `E_NOT_ANSWERED` where the form was closed, and
  /// `E_ASK_CHANGED` where the ask is not the one that was shown.
  func ruling(
    on id: AskID, _ answer: MCPQuestion.Answer?
  ) throws(LooopError) -> Ruling {
    let ask = try wiring.loop.mailbox.known(id)
    guard ask.kind == .gate || ask.kind == .budget else { return .caller }
    if let answer { return .words(try words(answer, on: ask)) }
    if try wiring.settings()?.mayApproveOverMCP == true { return .caller }
    guard client.canBeAsked else {
      throw LooopError(
        .notAllowed, code: "E_NOT_APPROVER",
        "\(id) is for the human to rule on, and this client cannot put a form before one."
          + " Nothing was stored.",
        hint: "Show the human the ask word for word, and let them answer it in a terminal:"
          + " `looop answer \(id) …`.")
    }
    return .question(try question(ask))
  }

  private func question(_ ask: Ask) throws(LooopError) -> MCPQuestion {
    let list = try AskList(wiring, id: ask.id)
    return MCPQuestion(
      message: list.asks.map(list.render.text).joined(separator: "\n"),
      schema: ask.kind == .gate ? Self.gateForm : Self.budgetForm, subject: Self.subject(ask))
  }

  /// What a yes is a yes to: the question's text, and the move behind it.
  private static func subject(_ ask: Ask) -> String {
    Digest.sha256("\(ask.id)\u{0}\(ask.gateDigest ?? "")\u{0}\(ask.prompt)")
  }

  private static let ruling = "ruling"
  private static let words = "words"

  private static let gateForm: JSONValue = [
    "type": "object", "required": [.string(ruling)],
    "properties": .object([
      ruling: [
        "type": "string", "title": "May the loop do this?", "enum": ["no", "yes"],
        "description": "yes runs exactly what is shown, once; no declines it",
      ],
      words: [
        "type": "string", "title": "With no: why",
        "description": "your words reach the loop's next decision",
      ],
    ]),
  ]

  private static let budgetForm: JSONValue = [
    "type": "object", "required": [.string(ruling)],
    "properties": .object([
      ruling: [
        "type": "string", "title": "Raise the cap for today?",
        "description": "yes, no, or the number to raise it to",
      ]
    ]),
  ]

  /// The human's words in the form.
  private func words(
    _ answer: MCPQuestion.Answer, on ask: Ask
  ) throws(LooopError) -> String {
    guard answer.subject == Self.subject(ask) else {
      throw LooopError(
        .badData, code: "E_ASK_CHANGED",
        "\(ask.id) was changed after the human was shown it. Nothing was stored.",
        hint: "Call `answer` again: the human is shown what it is now.")
    }
    guard answer.action == .accept, let ruling = answer.content[Self.ruling]?.string else {
      throw LooopError(
        .pending, code: "E_NOT_ANSWERED",
        "The form of \(ask.id) was closed without an answer. Nothing was stored, and it still waits.",
        hint: "The human can also rule on it in a terminal: `looop answer \(ask.id) …`.")
    }
    guard ask.kind == .gate else { return ruling }
    if ruling == "yes" { return "yes" }
    let reason = answer.content[Self.words]?.string ?? ""
    let isSaid = reason.contains { !$0.isWhitespace }
    return try Body.given(isSaid ? "no, \(reason)" : "no", what: "answer")
  }
}
