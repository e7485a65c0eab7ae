internal import CSys

/// Reads the end of a recording, and then what is appended to it, also when it goes on in a new file.
package struct RecordingReader: Sendable {
  package enum News: Sendable, Equatable {
    case nothing
    case appended([UInt8])
    /// What was read before does not lead to it: it is the first look, the file was replaced or cut, or
    /// more was written than is read at once.
    case fresh([UInt8], isCut: Bool)
    case gone
  }

  package let path: String
  private let limit: Int
  private var place: Place?
  private var wasThere = false

  private struct Place: Equatable {
    let inode: UInt64
    var offset: Int
  }

  /// At most `limit` bytes are read at once.
  package init(path: String, limit: Int) {
    self.path = path
    self.limit = limit
  }

  package mutating func next() throws(LooopError) -> News {
    guard let now = try Self.end(of: path) else {
      defer { (place, wasThere) = (nil, false) }
      return wasThere ? .gone : .nothing
    }
    let former = place
    (place, wasThere) = (now, true)
    guard let former else { return try fresh(now) }
    if now.inode == former.inode {
      if now.offset == former.offset { return .nothing }
      guard now.offset > former.offset, now.offset - former.offset <= limit else {
        return try fresh(now)
      }
      return .appended(try bytes(path, from: former.offset, to: now.offset))
    }
    let older = Recording.older(than: path)
    guard let turned = try Self.end(of: older), turned.inode == former.inode,
      turned.offset >= former.offset, turned.offset - former.offset + now.offset <= limit
    else { return try fresh(now) }
    return .appended(
      try bytes(older, from: former.offset, to: turned.offset)
        + bytes(path, from: 0, to: now.offset))
  }

  private func fresh(_ end: Place) throws(LooopError) -> News {
    var tail = try bytes(path, from: max(0, end.offset - limit), to: end.offset)
    guard end.offset < limit else { return .fresh(tail, isCut: end.offset > limit) }
    let former = Recording.older(than: path)
    guard let older = try Self.end(of: former) else { return .fresh(tail, isCut: false) }
    let start = max(0, older.offset - (limit - tail.count))
    tail = try bytes(former, from: start, to: older.offset) + tail
    return .fresh(tail, isCut: start > 0)
  }

  private func bytes(
    _ path: String, from start: Int, to end: Int
  ) throws(LooopError) -> [UInt8] {
    guard let fd = try AtomicFile.openOwn(path) else { return [] }
    defer { close(fd) }
    return Array(try AtomicFile.bytes(of: fd, path, from: start, count: end - start))
  }

  private static func end(of path: String) throws(LooopError) -> Place? {
    guard let fd = try AtomicFile.openOwn(path) else { return nil }
    defer { close(fd) }
    let information = try AtomicFile.information(ofFile: fd, path)
    return Place(inode: UInt64(information.st_ino), offset: Int(information.st_size))
  }
}
