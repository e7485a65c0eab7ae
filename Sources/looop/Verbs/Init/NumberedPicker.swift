internal import Base
internal import Core

/// The choice of a runner by numbered questions: for a pipe, and for terminals that cannot place a
/// cursor.
struct NumberedPicker {
  let offers: [RunnerOffer]
  let suggestion: Int
  let check: CommandCheck

  /// The chosen offer; throws `E_CANCELLED` when the input ends first. Nil when it ends before anything
  /// was said and `keepsFormer`, as that of a script that sets machines up.
  func pick(keepsFormer: Bool) throws(LooopError) -> RunnerOffer? {
    Console.say("Which agent CLI should think and work?")
    let width = offers.map(\.preset.name.count).max() ?? 0
    for (index, offer) in offers.enumerated() {
      let name = TextLayout.padded(TextLayout.shown(offer.preset.name), columns: width + 2)
      let title = TextLayout.shown(offer.preset.title)
      Console.say("  \(index + 1)  \(name)\(title) (\(offer.placeText))")
    }
    let number = try choose(
      among: offers.count, suggestion: suggestion, atEnd: keepsFormer ? Self.none : nil)
    guard number != Self.none else { return nil }
    var offer = offers[number]
    if offer.forms.count > 1 {
      try chooseForm(&offer)
    } else if offer.commands.origin == .configured {
      // The preset has no commands, so ask for them.
      for role in [CommandForm.Role.tick, .worker] { try askCommand(role, problem: "", of: &offer) }
    }
    while let problem = check.problem(offer.commands, offer.preset) {
      try askCommand(problem.command, problem: problem.text, of: &offer)
    }
    return offer
  }

  /// In place of a number, at the end of the input.
  private static let none = -1

  private func chooseForm(_ offer: inout RunnerOffer) throws(LooopError) {
    Console.say("Which commands?")
    for (index, form) in offer.forms.enumerated() {
      Console.say("  \(index + 1)  \(form.origin.rawValue)")
      Console.say("       tick    \(TextLayout.shown(form.tick))")
      Console.say("       worker  \(TextLayout.shown(form.worker))")
    }
    // A pipe may leave a question with a default unanswered.
    offer.choose(
      try choose(
        among: offer.forms.count, suggestion: offer.chosen,
        atEnd: Console.isInputTerminal ? nil : offer.chosen))
  }

  /// Asks for a command that is missing or wrong; without a problem, offers to replace it.
  private func askCommand(
    _ role: CommandForm.Role, problem: String, of offer: inout RunnerOffer
  ) throws(LooopError) {
    let former = offer.commands[role]
    if !former.isEmpty, !problem.isEmpty { Console.say(problem) }
    let what = role == .tick ? "makes one decision" : "starts a worker"
    Console.say(
      "The command that \(what); \(CommandTemplate.placeholder) is the file with its"
        + " prompt; without it the prompt comes on standard input.")
    let kept = problem.isEmpty ? " [\(TextLayout.shown(former))]" : ""
    let line = try Console.readLine(prompt: "\(role.rawValue)\(kept): ")
    if problem.isEmpty, line == "" || (line == nil && !Console.isInputTerminal) { return }
    guard let line else { throw cancelled }
    offer.edit(role, to: line)
  }

  private func choose(
    among count: Int, suggestion: Int, atEnd: Int? = nil
  ) throws(LooopError) -> Int {
    var atEnd = atEnd
    while let line = try Console.readLine(prompt: "Number [\(suggestion + 1)]: ") {
      let word = line.filter { !$0.isWhitespace }
      if word.isEmpty { return suggestion }
      if let number = Int(word), (1...count).contains(number) { return number - 1 }
      Console.say("A number from 1 to \(count), please.")
      // The typed number is invalid, so do not fall back to the suggestion.
      atEnd = nil
    }
    guard let atEnd else { throw cancelled }
    return atEnd
  }

  private var cancelled: LooopError {
    let names = offers.map { Untrusted.oneLine($0.preset.name) }.joined(separator: ", ")
    return LooopError(
      .failed, code: "E_CANCELLED", "Cancelled: nothing was written.",
      hint: "To skip the questions: `looop init --runner NAME`; the names are: \(names).")
  }
}
