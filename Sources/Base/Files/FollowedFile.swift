internal import CSys

/// A growing file of looop's own that is renamed when it is full, read without a gap and without
/// repetition. What is read is held open: a new name, or none, changes nothing of it.
package final class FollowedFile {
  /// The most bytes that are passed on at once; no line of a log is longer.
  package static let piece = 256 << 10

  /// Where it begins.
  package enum Start {
    /// At the beginning of what is kept, or so many bytes before its end where more is kept.
    case beginning(atMost: Int)
    /// Behind the last whole line; `before` reads what is above.
    case lastLine
  }

  /// One of the files that had the name, and how far it was read.
  private final class Held {
    let fd: Int32
    let device, inode: UInt64
    var offset = 0

    init(_ fd: Int32, _ information: stat) {
      self.fd = fd
      device = UInt64(information.st_dev)
      inode = UInt64(information.st_ino)
    }

    deinit { close(fd) }

    func isSame(as other: Held) -> Bool { device == other.device && inode == other.inode }
  }

  private let path: String
  /// What it is renamed to.
  private let former: String
  /// The oldest first. The one before the last stays: who opened it before it was renamed may still
  /// write to it.
  private var held: [Held] = []
  /// Bytes of the beginning that are left out.
  package private(set) var omitted = 0
  /// Whether no file had the name at the last look.
  package private(set) var isGone = false

  /// Throws `E_LINK` for a link in its place, and `E_NO_FILE` for what is not a regular file.
  package init(path: String, former: String, from start: Start) throws(LooopError) {
    self.path = path
    self.former = former
    // The current one first: what is renamed in between is found twice, and not missed.
    let current = try Self.open(path)
    if let older = try Self.open(former), current?.isSame(as: older) != true {
      held.append(older)
    }
    if let current { held.append(current) } else { isGone = true }
    switch start {
    case .beginning(let most): try skip(toLast: most)
    case .lastLine:
      for file in held {
        file.offset = try Self.endOfLines(file.fd, path)
      }
    }
  }

  private static func endOfLines(_ fd: Int32, _ path: String) throws(LooopError) -> Int {
    let size = try size(of: fd, path)
    let start = max(0, size - piece)
    let end = try BackwardLines.read(fd, of: path, from: start, longest: 0, end: size) {
      _ in false
    }
    // No log has such a line: the next one begins somewhere behind.
    return end == start && start > 0 ? size : end
  }

  private func skip(toLast most: Int) throws(LooopError) {
    var left = most
    for file in held.reversed() {
      let size = try Self.size(of: file.fd, path)
      file.offset = max(0, size - left)
      omitted += file.offset
      left -= size - file.offset
    }
  }

  /// The lines above the point where it began, the last of them first, until `each` says false or so
  /// many bytes are read; of a line beyond `longest` bytes only its end. True when there are no more.
  /// Call it before anything is read.
  package func before(
    longest: Int, atMost reach: Int, _ each: (ArraySlice<UInt8>) -> Bool
  ) throws(LooopError) -> Bool {
    var left = reach
    for file in held.reversed() {
      let start = max(0, file.offset - left)
      var wantsMore = true
      _ = try BackwardLines.read(
        file.fd, of: path, from: start, longest: longest, end: file.offset
      ) {
        wantsMore = each($0.bytes)
        return wantsMore
      }
      left -= file.offset - start
      if !wantsMore || start > 0 { return false }
    }
    return true
  }

  /// Passes on what was added since the last call, some pieces at most, so that who reads can look up
  /// in between; `take` returns how many bytes of a piece it used, and the rest is passed again with
  /// what follows. True when there may be more. Another file that has the name now is read too while
  /// it `belongs` to what is followed.
  package func read(
    whileItBelongs belongs: () throws(LooopError) -> Bool = { () throws(LooopError) in true },
    _ take: (ArraySlice<UInt8>) -> Int
  ) throws(LooopError) -> Bool {
    var left = Self.mostPieces
    repeat {
      for file in held {
        try drain(file, pieces: &left, take)
        if left == 0 { return true }
      }
      // Until nothing was renamed since the last of it was read.
    } while try advance(belongs)
    return false
  }

  private static let mostPieces = 16

  private func drain(
    _ file: Held, pieces left: inout Int, _ take: (ArraySlice<UInt8>) -> Int
  ) throws(LooopError) {
    // Cut or rewritten by other hands.
    if try Self.size(of: file.fd, path) < file.offset { file.offset = 0 }
    while left > 0 {
      let bytes = try AtomicFile.bytes(of: file.fd, path, from: file.offset, count: Self.piece)
      guard !bytes.isEmpty else { return }
      let used = take(bytes)
      guard used > 0 else { return }
      file.offset += used
      left -= 1
    }
  }

  /// Whether another file has the name now: it is read next, behind the rest of what is held.
  private func advance(
    _ belongs: () throws(LooopError) -> Bool
  ) throws(LooopError) -> Bool {
    let current = try Self.open(path)
    isGone = current == nil
    if let current, held.last?.isSame(as: current) == true { return false }
    // Renamed twice since the last look: between the two there was one more.
    let older = try Self.open(former).flatMap { current?.isSame(as: $0) == true ? nil : $0 }
    let fresh = [older, current].compactMap(\.self).filter { one in
      !held.contains { $0.isSame(as: one) }
    }
    guard !fresh.isEmpty else { return false }
    // Once they are open: what was put in their place earlier is found out.
    guard try belongs() else {
      isGone = true
      return false
    }
    held = held.suffix(1) + fresh
    return true
  }

  private static func open(_ path: String) throws(LooopError) -> Held? {
    guard let fd = try AtomicFile.openOwn(path) else { return nil }
    do throws(LooopError) { return Held(fd, try AtomicFile.information(ofFile: fd, path)) } catch {
      close(fd)
      throw error
    }
  }

  private static func size(of fd: Int32, _ path: String) throws(LooopError) -> Int {
    try AtomicFile.demandFile(fd, path)
  }
}
