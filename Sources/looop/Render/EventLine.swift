internal import Base
internal import Core

/// An event as `events` prints it: for people the code and its fields on one line, for programs the
/// object, encoded again from what was read.
struct EventLine: Shaped {
  private static let longestValue = 120
  private static let longestLine = 1_000

  let event: LoggedEvent

  static let shape = Shape<EventLine>(keeping: \.event.fields) { field in
    field.version()
    field("ts", \.event.at, "seconds since 1970")
    field("event", \.event.code, "the code, as docs/events.md lists it")
  }

  /// The members in the order of the log: version, time and code first.
  var json: JSONValue {
    let all = Self.shape.json(of: self)
    var object = JSONObject()
    for name in ["v", "ts", "event"] { object[name] = all[name] }
    for (name, value) in all.members where object[name] == nil { object[name] = value }
    return .object(object)
  }

  var text: String {
    let fields = event.fields.members.filter { $0.value != .null }.map { name, value in
      "\(Untrusted.oneLine(name))=\(Self.text(value))"
    }
    let words = [LocalTime(event.at).secondText, Untrusted.oneLine(event.code)] + fields
    return Untrusted.quoted(words.joined(separator: " "), bytes: Self.longestLine)
  }

  /// A text in quotes where it could pass for more than one value.
  private static func text(_ value: JSONValue) -> String {
    guard let text = value.string else {
      return Untrusted.quoted(JSONWriter.text(value), bytes: longestValue)
    }
    let isPlain =
      !text.isEmpty && text.utf8.count <= longestValue
      && text.utf8.allSatisfy { $0.isNameByte || "/.:+%@()#-".utf8.contains($0) }
    return isPlain ? text : JournalWords.quoted(text, bytes: longestValue)
  }
}
