/// What programs of Windows put in front of a text.
package enum ByteOrderMark {
  package static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let utf16: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]

  /// `bytes` without the mark of UTF-8, which says nothing.
  package static func removed(from bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: utf8) ? Array(bytes.dropFirst(utf8.count)) : bytes
  }

  /// Whether the mark says that the text is UTF-16.
  package static func isUTF16(_ bytes: [UInt8]) -> Bool {
    utf16.contains { bytes.starts(with: $0) }
  }
}
