internal import Base
internal import Core

/// What the first lines of a script say about how to run it.
struct ScriptHead: Equatable {
  /// The text after `#!` on the first line; nil when there is none.
  let interpreter: String?
  /// The time of a line `# looop:interval=N`, the original's way to give a sensor a clock.
  let interval: Duration?
  /// Whether a byte order mark precedes the text: neither the kernel nor a shell sees through it.
  let hasByteOrderMark: Bool

  private static let lineLimit = 20
  private static let byteLimit = 8192

  init(_ script: [UInt8]) {
    hasByteOrderMark = script.starts(with: ByteOrderMark.utf8)
    let text = script.prefix(Self.byteLimit).dropFirst(
      hasByteOrderMark ? ByteOrderMark.utf8.count : 0)
    let lines =
      text
      .split(separator: 0x0A, maxSplits: Self.lineLimit, omittingEmptySubsequences: false)
      .prefix(Self.lineLimit)
      .map { String(decoding: $0, as: UTF8.self) }
    interpreter = lines.first.flatMap { line in
      guard line.hasPrefix("#!") else { return nil }
      let text = Self.trimmed(line.dropFirst(2))
      return text.isEmpty ? nil : text
    }
    interval = lines.firstResult(Self.interval)
  }

  /// A wrong number is ignored, as in the original: a comment cannot break a sensor.
  private static func interval(_ line: String) -> Duration? {
    let line = trimmed(Substring(line))
    guard line.hasPrefix("#") else { return nil }
    let words = trimmed(line.drop { $0 == "#" })
    let mark = "looop:interval="
    guard words.hasPrefix(mark) else { return nil }
    guard let interval = Duration(parsing: trimmed(words.dropFirst(mark.count))),
      Manifest.intervals.contains(interval)
    else { return nil }
    return interval
  }

  // A carriage return is not a blank: to the kernel it is part of the interpreter's name.
  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let start = text.utf8.drop(while: isBlank)
    guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(Substring(start[...end]))
  }
}
