internal import TestSupport

/// How a model of one CLI uses its tools: what it says to get a thing done, and how it reads how
/// far it has come. Pure functions of the conversation.
public enum Hands: Sendable {
  case claude
  /// A codex model that is offered functions.
  case codex
  /// A codex model that is offered one tool, which runs a program over those functions.
  case codexProgram

  public func run(_ command: String) -> Reply {
    switch self {
    case .claude: .call("Bash", ["command": .string(command)])
    // It returns after 30 seconds at most, whatever is asked.
    case .codex: .call("exec_command", ["cmd": .string(command), "yield_time_ms": 30_000])
    case .codexProgram: .program("exec", Self.program(command))
    }
  }

  public func read(_ file: String) -> Reply {
    switch self {
    case .claude: .call("Read", ["file_path": .string(file)])
    case .codex, .codexProgram: run("cat '\(file)'")
    }
  }

  /// Replaces a line of a file that was read.
  public func edit(_ file: String, _ old: String, with new: String) -> Reply {
    switch self {
    case .claude:
      .call(
        "Edit",
        ["file_path": .string(file), "old_string": .string(old), "new_string": .string(new)])
    case .codex, .codexProgram:
      run(
        """
        apply_patch <<'PATCH'
        *** Begin Patch
        *** Update File: \(file)
        @@
        -\(old)
        +\(new)
        *** End Patch
        PATCH
        """)
    }
  }

  /// What each finished step gave back, and the call that waits for a step still running.
  public func progress(_ turn: Turn) -> (finished: [String], waiting: Reply?) {
    var finished: [String] = []
    var running = ""
    var session: Int?
    for result in turn.results {
      running += result
      session = Self.session(result)
      guard session == nil else { continue }
      finished.append(running)
      running = ""
    }
    return (finished, session.map(poll))
  }

  private static func session(_ result: String) -> Int? {
    result.firstMatch(of: #/Process running with session ID ([0-9]+)/#).flatMap { Int($0.1) }
  }

  private func poll(_ session: Int) -> Reply {
    .call(
      "write_stdin",
      ["session_id": .init(integerLiteral: session), "chars": "", "yield_time_ms": 86_400_000])
  }

  /// Polls by itself until the command is over. The first line lets it run as long as that takes.
  private static func program(_ command: String) -> String {
    """
    // @exec: {"yield_time_ms": 86400000}
    let part = await tools.exec_command({cmd: \(JSON.string(command).text), yield_time_ms: 30000});
    let output = part.output;
    while (part.session_id) {
      part = await tools.write_stdin({session_id: part.session_id, chars: "", yield_time_ms: 300000});
      output += part.output;
    }
    text(output);
    """
  }
}
