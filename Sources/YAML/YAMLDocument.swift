/// Reads the small YAML files of presets and manifests: one document, no tags, no duplicate keys.
package enum YAMLDocument {
  /// The document's root. `file` is only named in failures.
  package static func parse(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = .standard
  ) throws(YAMLFailure) -> YAMLNode {
    // libyaml counts a byte order mark as a column, so that all other lines look indented less.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    guard bytes.count <= limits.bytes else {
      throw YAMLFailure(
        file: file, line: 1, column: 1,
        message: "the file has \(bytes.count) bytes, \(limits.bytes) are allowed")
    }
    if let offset = firstUnreadable(bytes) {
      let place = position(of: offset, in: bytes)
      let message = bytes[offset] == 0 ? "a NUL byte" : "a byte that is not UTF-8"
      throw YAMLFailure(file: file, line: place.line, column: place.column, message: message)
    }
    // A typed throw does not survive the closure of `withUnsafeBufferPointer`, a result does.
    let result = bytes.withUnsafeBufferPointer { buffer in
      let events = EventReader(buffer, file: file)
      var composer = Composer(events: events, file: file, limits: limits)
      return Result { () throws(YAMLFailure) in try composer.document() }
    }
    return try result.get()
  }

  /// The offset of the first NUL or the first byte that is not part of valid UTF-8.
  private static func firstUnreadable(_ bytes: [UInt8]) -> Int? {
    let zero = bytes.firstIndex(of: 0)
    guard String(validating: bytes, as: UTF8.self) == nil else { return zero }
    var decoder = UTF8()
    var input = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&input) {
      if scalar == "\0" { return offset }
      offset += UTF8.width(scalar)
    }
    return min(offset, bytes.count - 1)
  }

  static func position(
    of offset: Int, in bytes: some Collection<UInt8>
  ) -> (line: Int, column: Int) {
    let before = bytes.prefix(offset)
    let line = 1 + before.count { $0 == 0x0A }
    let lineStart = before.reversed().prefix { $0 != 0x0A }
    // Continuation bytes do not count as characters.
    return (line, 1 + lineStart.count { $0 & 0xC0 != 0x80 })
  }
}
