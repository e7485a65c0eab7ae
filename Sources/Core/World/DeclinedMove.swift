package import Base

/// A move that the human said no to: the same move is refused, with their words, until something
/// else has changed.
package struct DeclinedMove: Sendable, Equatable {
  /// How many are remembered.
  static let kept = 20

  package var ask: String
  /// The digest of what the move does, whatever the reason given for it.
  package var move: String
  /// Who declined it; empty when the answer has no name on it.
  package var by: String
  package var words: String
  /// The digest of the world as it was then.
  package var world: String

  /// As in a sentence: `declined as gate-1 by ada via cli: "no"`.
  package var text: String {
    "declined as \(ask)\(by.isEmpty ? "" : " by \(by)"): \(JournalWords.quoted(words, bytes: 300))"
  }
}

extension DeclinedMove: ShapedRecord {
  package static let blank = DeclinedMove(ask: "", move: "", by: "", words: "", world: "")

  package static let shape = Shape<DeclinedMove> { field in
    field(needed: "ask", \.ask, "the question")
    field(needed: "move", \.move, "the digest of the move without its reason")
    field("by", \.by, "who declined it, and how the answer came")
    field("words", \.words, "your words")
    field("world", \.world, "the digest of the world then; in another it may be asked for again")
  }
}

extension World {
  /// The world as far as it can give reason to ask again: the outcome of the loop's own moves and
  /// what it could not read are left out.
  var standing: String {
    let lines = items.filter { item in
      switch item.name.kind {
      case .playbook, .goal, .reading, .ask, .answer, .session: true
      case .output, .interrupted, .problem: false
      }
    }.map { "\($0.name)\u{0}\($0.fingerprint.text)" }
    return Digest.sha256(lines.sorted().joined(separator: "\u{0}"))
  }
}
