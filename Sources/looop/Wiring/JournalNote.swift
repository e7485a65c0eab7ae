internal import ArgumentParser
internal import Base
internal import Core

/// The option of the verbs that change something: a person's own words on it, for the journal.
struct JournalNote: ParsableArguments {
  @Option(help: .init("A line of your own for the journal.", valueName: "text"))
  var journal: String?

  /// How much of it the journal quotes, in bytes.
  private static let limit = 500

  /// Writes it behind what looop itself says of the act.
  func record(_ wiring: Wiring) { Self.record(journal, wiring) }

  static func record(_ text: String?, _ wiring: Wiring) {
    guard let text, text.contains(where: { !$0.isWhitespace }) else { return }
    let words = JournalWords.quoted(wiring.redacted(text), bytes: limit)
    wiring.loop.store.chronicle.journal("note by \(wiring.author.name): \(words)")
  }
}
