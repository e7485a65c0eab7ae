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
    while true {
      let count = read(fd, &bytes, bytes.count)
      if count >= 0 { return Array(bytes[0..<count]) }
      let code = csys_errno()
      if code != EINTR { throw Self.failure(path, code) }
    }
  }

  /// All of it; nil when it is longer than `limit` bytes.
  func whole(limit: Int) throws(LooopError) -> [UInt8]? {
    var bytes: [UInt8] = []
    while case let more = try next(), !more.isEmpty {
      bytes += more
      if bytes.count > limit { return nil }
    }
    return bytes
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

  /// Why standard input cannot be read, such as a folder; nil when it can, or has ended.
  static var standardInputProblem: LooopError? {
    var byte: UInt8 = 0
    return read(0, &byte, 0) < 0 ? failure("standard input", csys_errno()) : nil
  }

  private static func failure(_ path: String, _ code: Int32) -> LooopError {
    if code == EISDIR {
      return LooopError(
        .badData, code: "E_READ", "Cannot read \(path): it is a folder.",
        hint: "Name a file in it, or - for standard input.")
    }
    let error = AtomicFile.failure("read", path, errno: code)
    return LooopError(
      error.kind, code: error.code, error.message,
      hint: error.hint ?? "Name a file that can be read, or - for standard input.")
  }
}
