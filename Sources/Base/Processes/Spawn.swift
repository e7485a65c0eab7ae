internal import CSys

/// A program to start, with all that it is given but its standard streams.
package struct Invocation {
  /// A path.
  package var program: String
  /// The name it is called by comes first.
  package var arguments: [String]
  package var environment: [String: String]
  /// Nil for that of this process.
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

/// Starts a process without `fork`, in a session of its own.
package enum Spawn {
  /// Gives it these descriptors as its standard streams. The pid, or minus errno.
  package static func start(
    _ invocation: Invocation, input: Int32, output: Int32, error: Int32
  ) -> Int32 {
    withWords(of: invocation) { argv, envp in
      csys_spawn(invocation.program, argv, envp, invocation.workingDirectory, input, output, error)
    }
  }

  /// Gives it the terminal at that path, which becomes its controlling one. The pid, or minus errno.
  package static func start(_ invocation: Invocation, terminal: String) -> Int32 {
    withWords(of: invocation) { argv, envp in
      csys_spawn_on_terminal(invocation.program, argv, envp, invocation.workingDirectory, terminal)
    }
  }

  private typealias Words = [UnsafeMutablePointer<CChar>?]

  private static func withWords(
    of invocation: Invocation, _ spawn: (Words, Words) -> Int32
  ) -> Int32 {
    let argv = invocation.arguments.map { strdup($0) }
    let envp = invocation.environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for pointer in argv + envp { free(pointer) } }
    return spawn(argv + [nil], envp + [nil])
  }
}

/// Programs as a shell would find them.
package enum Executable {
  /// The path of `arguments`' first word, looked up on the environment's `PATH` unless it holds a
  /// slash.
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
