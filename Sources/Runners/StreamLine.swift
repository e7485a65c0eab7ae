internal import Base

/// One line of a stream of JSON objects, as terminals and wrappers pass it on.
enum StreamLine {
  /// The objects that `line` holds, one after the other; what a terminal would not show may stand
  /// around them. Empty when anything else does, except the torn start of another object.
  static func objects(_ line: ArraySlice<UInt8>) -> [JSONObject] {
    do {
      return try [JSONParser.parse(line).object].compactMap(\.self)
    } catch {
      return line.contains(UInt8(ascii: "{"))
        ? Array(line).withUnsafeBufferPointer(objectsAmidNoise) : []
    }
  }

  private static func objectsAmidNoise(_ bytes: UnsafeBufferPointer<UInt8>) -> [JSONObject] {
    var objects: [JSONObject] = []
    var at = TerminalNoise.end(in: bytes, from: 0)
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "{") else { return [] }
      do {
        let prefix = try JSONParser.parsePrefix(of: UnsafeBufferPointer(rebasing: bytes[at...]))
        guard let object = prefix.value.object else { return [] }
        objects.append(object)
        at = TerminalNoise.end(in: bytes, from: at + prefix.end)
      } catch {
        return objects
      }
    }
    return objects
  }

  /// The start of a line that is words, not JSON; nil for a blank one and for a torn object.
  static func words(_ line: ArraySlice<UInt8>) -> String? {
    let start = FailureText.start(line, bytes: 1_024)
    let text = TerminalNoise.removed(from: start)
    guard let first = text.first(where: { !$0.isWhitespace }), first != "{" else { return nil }
    return text
  }
}

/// What terminals do not show as text: escape sequences, titles, control characters, the mark of the
/// byte order.
enum TerminalNoise {
  /// The first place from `start` on that is neither noise nor blank.
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var at = start
    while at < bytes.count {
      if bytes[at] == TerminalSequence.escape {
        at = TerminalSequence.end(in: bytes, from: at)
      } else if bytes[at] <= UInt8.space || bytes[at] == 0x7F {
        at += 1
      } else if bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]) {
        at += 3
      } else {
        return at
      }
    }
    return at
  }

  /// `text` without escape sequences.
  static func removed(from text: String) -> String {
    guard text.utf8.contains(TerminalSequence.escape) else { return text }
    let kept: [UInt8] = Array(text.utf8).withUnsafeBufferPointer { bytes in
      var kept: [UInt8] = []
      var at = 0
      while at < bytes.count {
        if bytes[at] == TerminalSequence.escape {
          at = TerminalSequence.end(in: bytes, from: at)
        } else {
          kept.append(bytes[at])
          at += 1
        }
      }
      return kept
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
