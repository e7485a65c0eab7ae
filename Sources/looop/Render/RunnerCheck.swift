internal import Base
internal import Core

/// One thing that was looked at before a runner is trusted with a night.
struct RunnerCheck {
  enum Status: String {
    case ok, failed
    /// It could not be told without a call.
    case unchecked
  }

  let name: String
  let status: Status
  let text: String
  /// What to do about it.
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
