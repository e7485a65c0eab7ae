package import Base

/// The human's reply to an ask.
package struct Answer: Sendable, Equatable {
  package var text: String
  /// Seconds since 1970.
  package var at: Int
  /// Who gave it; nil for an answer without a name on it, which approves nothing.
  package var by: Author?
  /// The digest of the gated move as it was shown to whoever answered.
  package var moveDigest: String?
  /// The digest of the question's text as whoever answered was shown it.
  package var shown: String?
  /// As it was read, fields unknown to us included.
  package var record = JSONObject()

  /// Whether these words approve: `yes` or `y`, nothing else.
  package var approves: Bool { Assent.of(text) == .yes }
}

extension Answer: ShapedRecord {
  package static let blank = Answer(text: "", at: 0, by: nil, moveDigest: nil)

  /// As `answers/<ask id>.json` has it.
  package static let shape = Shape<Answer>(keeping: \.record) { field in
    field.version()
    field(needed: "answer", \.text, "the words")
    field("ts", \.at, "when it was given")
    field(optional: "by", \.by, "who gave it; without a name it approves nothing")
    field(optional: "move", \.moveDigest, "the digest of the gated move as it was shown")
    field(optional: "shown", \.shown, "the digest of the text that it was shown in")
  }

  static func read(_ record: JSONObject) -> Answer? {
    guard var answer = try? Answer(record) else { return nil }
    answer.record = record
    return answer
  }
}
