internal import CSys

/// One end of a text file that may be larger than what is shown of it.
package struct FileExcerpt: Sendable, Equatable {
  /// For all of a file, as far as looop writes files of such a size.
  package static let whole = AtomicFile.maximumSize

  package let path: String
  /// Bytes that are not UTF-8 read as U+FFFD; a tail begins with a whole line.
  package let text: String
  /// The size of the whole file.
  package let size: Int
  /// Whether it ends before the file does.
  private var isCut = false

  package init(path: String, text: String, size: Int) {
    self.path = path
    self.text = text
    self.size = size
  }

  package func redacted(by redaction: Redaction) -> FileExcerpt {
    // What was cut off may be the other half of a secret.
    guard isCut else { return FileExcerpt(path: path, text: redaction.text(text), size: size) }
    let start = redaction.start(Array(text.utf8))
    return FileExcerpt(path: path, text: String(decoding: start, as: UTF8.self), size: size)
  }

  /// The first `limit` bytes. Nil when there is no such file; throws as `AtomicFile.read` does.
  package static func start(of path: String, bytes limit: Int) throws(LooopError) -> FileExcerpt? {
    try read(path) { _ in (0, limit) }.map { read in
      var excerpt = FileExcerpt(
        path: path, text: String(decoding: read.bytes, as: UTF8.self), size: read.size)
      excerpt.isCut = read.bytes.count < read.size
      return excerpt
    }
  }

  /// The last `limit` bytes, as `start(of:bytes:)`.
  package static func end(of path: String, bytes limit: Int) throws(LooopError) -> FileExcerpt? {
    try read(path) { (max(0, $0 - limit), limit) }.map { excerpt in
      var bytes = excerpt.bytes[...]
      // The tail may start mid-line; drop the partial first line unless it is all there is.
      if excerpt.size > limit, let end = bytes.firstIndex(of: .lineFeed), end + 1 < bytes.endIndex {
        bytes = bytes[(end + 1)...]
      }
      return FileExcerpt(
        path: path, text: String(decoding: bytes, as: UTF8.self), size: excerpt.size)
    }
  }

  /// The result of `read`; nil when the file cannot be read, with the error added to `problems`, so
  /// that what else there is can be shown.
  package static func noting(
    _ problems: inout [LooopError], _ read: () throws(LooopError) -> FileExcerpt?
  ) -> FileExcerpt? {
    do throws(LooopError) { return try read() } catch {
      problems.append(error)
      return nil
    }
  }

  private static func read(
    _ path: String, _ part: (Int) -> (offset: Int, count: Int)
  ) throws(LooopError) -> (bytes: [UInt8], size: Int)? {
    guard let fd = try AtomicFile.openOwn(path) else { return nil }
    defer { close(fd) }
    let size = try AtomicFile.demandFile(fd, path)
    let part = part(size)
    let bytes = try AtomicFile.bytes(
      of: fd, path, from: part.offset, count: max(0, min(part.count, size - part.offset)))
    return (Array(bytes), size)
  }
}

extension FileExcerpt: Shaped {
  package static let shape = Shape<FileExcerpt> { field in
    field("path", \.path, "the file")
    field("bytes", \.size, "the size of all of it")
    field("text", \.text, "the part that is shown here")
  }
}
