internal import ArgumentParser
internal import Base
internal import Core

struct AnswerCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer an ask: unblock a worker, approve or decline a move.")
  static let examples = [
    Example("looop answer setup-1 Keep the release notes of my shop."),
    Example("looop answer setup-1 --file ship.md"),
  ]

  @Argument(help: "The ask's id, as `looop asks` shows it.") var id: String
  @Argument(help: "Your words; none, or -: from standard input.") var text: [String] = []
  @Flag(help: "Overwrite an answer that was given already.") var force = false
  @OptionGroup var source: TextFile
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard let id = AskID(id) else {
      throw LooopError(
        .usage, code: "E_ID",
        "'\(Untrusted.quoted(id, bytes: 80))' is not the id of an ask.",
        hint: "Ids look like setup-1; `looop asks` lists them.")
    }
    let words = try Body.text(text, from: source, what: "answer", form: .reply)
    try wiring.open()
    try wiring.loop.mailbox.answer(id, words, by: wiring.author, overwriting: force)
    Console.say("\(id) answered")
    return ExitStatusCode.ok
  }
}
