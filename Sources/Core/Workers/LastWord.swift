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

  static let shape = Shape<LastWord> { field in
    field.version()
    field(optional: "ok", \.isSuccess, "whether its work went well")
    field("ts", \.at, "when it said so")
    field("report", \.report, "the file with its report")
    field(optional: "text", \.text, "the report, clipped")
  }
}
