internal import CSys

extension Invocation {
  /// Why the kernel refused to start the program with this errno, where its words would mislead: of a
  /// script whose interpreter is missing it says that there is no such file. Nil to use them.
  func obstacle(errno code: Int32) -> String? {
    let path =
      program.hasPrefix("/") ? program : "\(workingDirectory ?? ".")/\(program)"
    guard access(path, F_OK) == 0, !Folder.exists(path) else { return nil }
    switch code {
    case ENOENT:
      guard let interpreter = Self.interpreter(of: path) else { return nil }
      guard !interpreter.hasSuffix("\r") else {
        return "its first line ends in a carriage return; save it with LF line ends"
      }
      return "its interpreter \(Untrusted.word(interpreter)) is not there"
    case EACCES:
      guard let facts = (try? FileFacts.of(path)) ?? nil else { return nil }
      if facts.permissions & 0o111 == 0 { return "it is not executable; `chmod +x` it" }
      return access(path, X_OK) == 0
        ? nil
        : "it may not be executed here: another user's file, or a file system mounted noexec"
    default: return nil
    }
  }

  /// The program that a script's first line names.
  private static func interpreter(of path: String) -> String? {
    let fd = csys_open(path, O_RDONLY | O_NONBLOCK, 0)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    // The kernel looks at no more than this either.
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = max(0, read(fd, &bytes, bytes.count))
    let line = bytes[..<count].prefix { $0 != .lineFeed }
    guard line.starts(with: Array("#!".utf8)) else { return nil }
    return line.dropFirst(2).split { $0 == 0x20 || $0 == 0x09 }.first.map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
