internal import CSys

/// A program to start, with everything it gets except its standard streams.
package struct Invocation {
  /// The path of the program.
  package var program: String
  /// `argv`, the name of the program included.
  package var arguments: [String]
  package var environment: [String: String]
  /// Nil for the folder of this process.
  package var workingDirectory: String?

  package init(
    _ program: String, arguments: [String], environment: [String: String],
    workingDirectory: String?
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
  }
}

extension Invocation {
  /// Why the kernel refused to start the program with this errno, where its words would mislead: of a
  /// script whose interpreter is missing it says that there is no such file. Nil to use them.
  func obstacle(errno code: Int32) -> String? {
    if holdsNUL { return "a word of it holds a NUL character" }
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

  /// Whether a word would be cut where it is passed on.
  fileprivate var holdsNUL: Bool {
    let words = [program, workingDirectory ?? ""] + arguments
    return words.contains { $0.utf8.contains(0) }
      || environment.contains { $0.key.utf8.contains(0) || $0.value.utf8.contains(0) }
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

/// Starts a process without `fork`, in a session of its own.
package enum Spawn {
  /// With these descriptors as standard streams. Returns the pid, or minus errno.
  package static func start(
    _ invocation: Invocation, input: Int32, output: Int32, error: Int32
  ) -> Int32 {
    withWords(of: invocation) { argv, envp in
      csys_spawn(invocation.program, argv, envp, invocation.workingDirectory, input, output, error)
    }
  }

  /// With the terminal at that path, which becomes its controlling terminal. Returns the pid, or
  /// minus errno.
  package static func start(_ invocation: Invocation, terminal: String) -> Int32 {
    withWords(of: invocation) { argv, envp in
      csys_spawn_on_terminal(invocation.program, argv, envp, invocation.workingDirectory, terminal)
    }
  }

  /// Makes this process that program, with its terminal and its standard streams. Returns minus errno,
  /// and only when that failed.
  package static func become(_ invocation: Invocation) -> Int32 {
    withWords(of: invocation) { argv, envp in
      csys_become(invocation.program, argv, envp, invocation.workingDirectory)
    }
  }

  private typealias Words = [UnsafeMutablePointer<CChar>?]

  private static func withWords(
    of invocation: Invocation, _ spawn: (Words, Words) -> Int32
  ) -> Int32 {
    if invocation.holdsNUL { return -EINVAL }
    let argv = invocation.arguments.map { strdup($0) }
    let envp = invocation.environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for pointer in argv + envp { free(pointer) } }
    return spawn(argv + [nil], envp + [nil])
  }
}

/// Finds programs as a shell does.
package enum Executable {
  /// The path of the first of `arguments`, looked up on the environment's `PATH` unless it contains
  /// a slash. Nil when it is not found.
  package static func find(_ arguments: [String], _ environment: [String: String]) -> String? {
    arguments.first.flatMap { find($0, path: environment["PATH"]) }
  }

  package static func find(_ name: String, path: String?) -> String? {
    guard !name.isEmpty else { return nil }
    if name.contains("/") { return name }
    for folder in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if access(candidate, X_OK) == 0 { return candidate }
    }
    return nil
  }
}
