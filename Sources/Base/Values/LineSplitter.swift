/// Cuts a stream of bytes into lines at a line feed and nowhere else: agents print U+2028 inside strings,
/// and no line limit may be assumed.
package struct LineSplitter {
  private let limit: Int
  /// What has come of the line under way.
  package private(set) var partial: [UInt8] = []

  /// With a `limit` what goes beyond it is dropped from its line: an agent that never ends one must
  /// not fill the memory.
  package init(limit: Int = .max) { self.limit = limit }

  /// Gives every line that `chunk` completes, without its line feed.
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

  /// Gives the last line when it was not terminated.
  package mutating func finish(_ each: (ArraySlice<UInt8>) -> Void) {
    if !partial.isEmpty { each(partial[...]) }
    partial = []
  }
}
