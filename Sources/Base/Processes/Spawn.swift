internal import CSys

/// Starts a process without `fork`, in a session of its own.
package enum Spawn {
  /// The pid, or minus errno.
  package static func start(
    _ program: String, _ arguments: [String], _ environment: [String: String],
    _ workingDirectory: String?, input: Int32, output: Int32, error: Int32
  ) -> Int32 {
    withWords(arguments, environment) { argv, envp in
      csys_spawn(program, argv, envp, workingDirectory, input, output, error)
    }
  }

  /// On the terminal of that path, which becomes its controlling one.
  package static func start(
    _ program: String, _ arguments: [String], _ environment: [String: String],
    _ workingDirectory: String?, terminal: String
  ) -> Int32 {
    withWords(arguments, environment) { argv, envp in
      csys_spawn_on_terminal(program, argv, envp, workingDirectory, terminal)
    }
  }

  private typealias Words = [UnsafeMutablePointer<CChar>?]

  private static func withWords(
    _ arguments: [String], _ environment: [String: String], _ spawn: (Words, Words) -> Int32
  ) -> Int32 {
    let argv = arguments.map { strdup($0) }
    let envp = environment.map { strdup("\($0.key)=\($0.value)") }
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
