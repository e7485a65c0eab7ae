/// Cuts a stream of bytes into lines at a line feed and nowhere else: agents print U+2028 inside
/// strings, and lines can have any length.
package struct LineSplitter {
  private let limit: Int
  /// The start of the current line.
  package private(set) var partial: [UInt8] = []

  /// Bytes beyond `limit` are dropped from a line, so that an agent that never ends one cannot fill
  /// the memory.
  package init(limit: Int = .max) { self.limit = limit }

  /// Passes every line that `chunk` completes to `each`, without its line feed.
  package mutating func add(_ chunk: ArraySlice<UInt8>, _ each: (ArraySlice<UInt8>) -> Void) {
    var rest = chunk
    while let end = rest.firstIndex(of: .lineFeed) {
      if partial.isEmpty {
        each(rest[rest.startIndex..<end])
      } else {
        keep(rest[rest.startIndex..<end])
        each(partial[...])
        partial.removeAll(keepingCapacity: true)
      }
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    partial.append(contentsOf: bytes.prefix(limit - partial.count))
  }

  /// The same for a last line without a line feed.
  package mutating func finish(_ each: (ArraySlice<UInt8>) -> Void) {
    if !partial.isEmpty { each(partial[...]) }
    partial = []
  }
}
