internal import Base
internal import CSys

/// A file, or standard input for `-`, read in pieces: it may be larger than the memory.
struct InputFile {
  private static let piece = 64 << 10

  private let path: String
  private let fd: Int32

  /// Throws `E_FILE_UNKNOWN` (usage) when it does not exist, `E_READ` when it cannot be opened.
  init(_ path: String) throws(LooopError) {
    self.path = path == "-" ? "standard input" : Untrusted.oneLine(path)
    guard path != "-" else {
      fd = 0
      return
    }
    fd = csys_open(path, O_RDONLY, 0)
    if fd == -ENOENT {
      throw LooopError(
        .usage, code: "E_FILE_UNKNOWN", "There is no file \(self.path).",
        hint: "Name a file that exists, or - for standard input.")
    }
    if fd < 0 { throw Self.failure(self.path, -fd) }
  }

  func close() { if fd > 0 { _ = CSys.close(fd) } }

  /// The next piece; empty at the end. Throws `E_READ`.
  func next() throws(LooopError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.piece)
    return Array(bytes[..<(try read(&bytes))])
  }

  /// All of it; nil when it is longer than `limit` bytes. Throws `E_READ` when it changes meanwhile.
  func whole(limit: Int) throws(LooopError) -> [UInt8]? {
    let stand = ReadStand(fd)
    var bytes: [UInt8] = []
    while case let more = try next(), !more.isEmpty {
      bytes += more
      if bytes.count > limit { return nil }
    }
    guard stand?.isRead(fd) != false else {
      throw LooopError(
        .badData, code: "E_READ", "Cannot read \(path): it changed while it was read.",
        hint: "Try again once it is written.")
    }
    return bytes
  }

  /// The next line, without its end; nil at the end of the input. What follows it is left to be read.
  func line() throws(LooopError) -> String? {
    var bytes: [UInt8] = []
    var byte: [UInt8] = [0]
    while try read(&byte) > 0 {
      if byte[0] == .lineFeed { return try text(bytes) }
      guard bytes.count < Self.piece else {
        throw LooopError(
          .usage, code: "E_TOO_LARGE", "A line of \(path) is longer than \(Self.piece) bytes.")
      }
      bytes += byte
    }
    return bytes.isEmpty ? nil : try text(bytes)
  }

  private func text(_ line: [UInt8]) throws(LooopError) -> String {
    let text = line.last == UInt8(ascii: "\r") ? Array(line.dropLast()) : line
    return try ExactText.read(text, "A line of \(path)")
  }

  private func read(_ buffer: inout [UInt8]) throws(LooopError) -> Int {
    let count = Descriptor.read(fd, into: &buffer)
    guard count >= 0 else { throw Self.failure(path, Int32(-count)) }
    return count
  }

  /// The last `limit` bytes of the whole.
  func tail(_ limit: Int) throws(LooopError) -> [UInt8] {
    var kept: [UInt8] = []
    while case let bytes = try next(), !bytes.isEmpty {
      kept += bytes
      if kept.count > limit { kept.removeFirst(kept.count - limit) }
    }
    return kept
  }

  private static func failure(_ path: String, _ code: Int32) -> LooopError {
    if code == EISDIR {
      return LooopError(
        .badData, code: "E_READ", "Cannot read \(path): it is a folder.",
        hint: "Name a file in it, or - for standard input.")
    }
    let error = AtomicFile.failure("read", path, errno: code)
    return error.with(hint: error.hint ?? "Name a file that can be read, or - for standard input.")
  }
}
