internal import Base
internal import Core

/// One check of a runner before it is trusted with a night.
struct RunnerCheck {
  enum Status: String {
    case ok, failed
    /// It cannot be known without a call.
    case unchecked
  }

  let name: String
  let status: Status
  let text: String
  /// How to fix it.
  let mend: String?

  init(_ name: String, _ status: Status, _ text: String, mend: String? = nil) {
    self.name = name
    self.status = status
    self.text = text
    self.mend = mend
  }

  var json: JSONValue {
    [
      "check": .string(name), "status": .string(status.rawValue), "text": .string(text),
      "mend": JSONValue(mend),
    ]
  }

  var line: String {
    let words = [text, mend].compactMap { $0 }.joined(separator: " ")
    return TextLayout.column(status.rawValue, 11) + TextLayout.column(name, 14)
      + Untrusted.oneLine(words)
  }
}
