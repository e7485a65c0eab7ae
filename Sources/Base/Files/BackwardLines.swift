internal import CSys

/// Reads the lines of a file from its last to its first: logs grow, and what counts is at their end.
package enum BackwardLines {
  /// One line, without its line feed.
  package struct Line {
    package let bytes: ArraySlice<UInt8>
    /// Whether it is the last and has no line feed: it was torn, or is being written.
    package let isUnfinished: Bool
    /// Whether it is the last of the file.
    package let isLast: Bool
    /// When the file was last written, in seconds since 1970.
    package let fileTime: Int
  }

  private static let block = 64 << 10
  /// In bytes; far more than any line of a log of looop's own.
  package static let longestOwn = 64 << 10

  /// Passes the lines on until `each` says false or `start`, a line's start, is reached; of a line
  /// beyond `longest` bytes only its end. Returns where the last whole line ends, nil when there is no
  /// such file. Throws as `AtomicFile.read` does.
  @discardableResult
  package static func read(
    _ path: String, from start: Int = 0, longest: Int, _ each: (Line) -> Bool
  ) throws(LooopError) -> Int? {
    guard let fd = try AtomicFile.openOwn(path) else { return nil }
    defer { close(fd) }
    return try read(
      fd, of: path, from: start, longest: longest, end: AtomicFile.demandFile(fd, path), each)
  }

  /// The same for the first `size` bytes of a file that is open.
  static func read(
    _ fd: Int32, of path: String, from start: Int = 0, longest: Int, end size: Int,
    _ each: (Line) -> Bool
  ) throws(LooopError) -> Int {
    var information = stat()
    let fileTime = fstat(fd, &information) == 0 ? csys_modified(&information) / 1_000_000_000 : 0
    var rest: [UInt8] = []
    var place = size
    var end = start
    var isLast = true
    while place > start {
      let length = min(block, place - start)
      var piece = try AtomicFile.bytes(of: fd, path, from: place - length, count: length)
      place -= length
      if isLast, piece.last == .lineFeed { (end, piece) = (size, piece.dropLast()) }
      // The lines that begin in this piece, the last of them first.
      while let feed = piece.lastIndex(of: .lineFeed) {
        let line = rest.isEmpty ? piece[(feed + 1)...] : (piece[(feed + 1)...] + rest)
        if isLast, end != size { end = place + (feed - piece.startIndex) + 1 }
        let passed = Line(
          bytes: line, isUnfinished: isLast && end != size, isLast: isLast,
          fileTime: Int(fileTime))
        isLast = false
        rest = []
        if !line.isEmpty, !each(passed) { return end }
        piece = piece[..<feed]
      }
      rest = Array((piece + rest).suffix(longest))
    }
    if !rest.isEmpty {
      _ = each(
        Line(
          bytes: rest[...], isUnfinished: isLast && end != size, isLast: isLast,
          fileTime: Int(fileTime)))
    }
    return end
  }
}
