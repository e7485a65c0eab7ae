internal import ArgumentParser
internal import Base

/// What the shells' completion functions call at each press of the key: a candidate a line, or `:files`
/// or `:folders`. It never fails and never writes: whatever is wrong, the verb itself will say.
struct CompleteCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "complete", abstract: "Print what a line could go on with.", shouldDisplay: false)
  var touch: Touch { .reads }
  static var needsPlace: Bool { false }

  @Flag(help: "Print the meaning of each too, behind a tab.") var meanings = false
  @Flag(help: "The words are as they were typed, with their quotes.") var typed = false
  @Argument(parsing: .postTerminator, help: "The words behind looop, the one being typed last.")
  var words: [String] = []
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let words =
      typed
      ? words.map { TypedWord.unquoted($0, home: wiring.environment["HOME"]) } : words
    let before = Array(words.dropLast())
    let things = LiveThings(wiring: Self.meant(by: before, wiring.verbs) ?? wiring)
    let completion = LineCompletion(verbs: wiring.verbs, things: things.candidates)
    switch completion.answer(before: before, current: words.last ?? "") {
    case .files: Console.say(":files")
    case .folders: Console.say(":folders")
    case .candidates(let candidates):
      let lines = candidates.map {
        meanings && !$0.meaning.isEmpty ? "\($0.value)\t\($0.meaning)" : $0.value
      }
      if !lines.isEmpty { Console.say(lines.joined(separator: "\n")) }
    }
    return ExitStatusCode.ok
  }

  /// The loop that the line itself names.
  private static func meant(by words: [String], _ verbs: [VerbEntry]) -> Wiring? {
    var option: String?
    for (index, word) in words.enumerated() {
      if word == "--" { break }
      if word == "--data-dir", index + 1 < words.count { option = words[index + 1] }
      if word.hasPrefix("--data-dir=") { option = String(word.dropFirst("--data-dir=".count)) }
    }
    return option.flatMap { try? Wiring(dataDirectory: $0, verbs: verbs) }
  }
}
