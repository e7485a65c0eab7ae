internal import Base

/// A worker's own word at the end of its work: `done.json`.
struct LastWord: Equatable {
  /// Nil when the file does not say.
  var isSuccess: Bool?
  var at: Int
  /// The file that has all of it.
  var report: String
  /// The same, clipped.
  var text: String?
}

extension LastWord: ShapedRecord {
  static let blank = LastWord(isSuccess: nil, at: 0, report: "", text: nil)

  static let shape = Shape<LastWord> {
    Field.version
    Field(optional: "ok", \.isSuccess, "whether its work went well")
    Field("ts", \.at, "when it said so")
    Field("report", \.report, "the file with its report")
    Field(optional: "text", \.text, "the report, clipped")
  }
}
