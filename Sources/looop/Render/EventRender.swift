internal import Base

/// A line of the pulse's log, in words.
enum EventRender {
  static func text(_ line: String) -> String {
    // A line cut by the window, or torn by a crash, is shown as it is.
    guard let event = (try? JSONParser.parse(line))?.object, let name = event["event"]?.string
    else { return Untrusted.oneLine(line) }
    let time = LocalTime(event["ts"]?.int ?? 0)
    let words = event.members.filter {
      !["v", "ts", "event"].contains($0.key) && $0.value != .null
    }
    .map { $0.value.string ?? JSONWriter.text($0.value) }
    return Untrusted.oneLine("\(time.minuteText) \(name) \(words.joined(separator: " "))")
  }
}
