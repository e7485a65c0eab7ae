internal import Base

extension JSONValue {
  /// As a number of tokens: never negative, and small enough that sums cannot overflow.
  var tokens: Int { min(max(int ?? 0, 0), 1 << 40) }

  /// As seconds since 1970, within what a calendar holds; nil for any other value.
  var seconds: Int? { int.flatMap { (0...(1 << 35)).contains($0) ? $0 : nil } }

  /// As US dollars; nil when it is not an amount of money.
  var dollars: Double? { double.flatMap { (0...1e9).contains($0) ? $0 : nil } }

  /// The arguments of a tool call on one line: the most telling member, or all of them.
  var toolDetail: String {
    let telling = ["command", "cmd", "file_path", "path", "pattern", "query", "url", "description"]
    let text =
      string ?? telling.firstResult { self[$0]?.string } ?? JSONWriter.text(self)
    return FailureText.line(text)
  }
}
