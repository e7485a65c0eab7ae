internal import Base

/// Programs that looop itself starts or works with.
enum ToolChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "tools",
      [
        DoctorCheck(
          "sh", looksAt: "the shell that runs every command", probe: { _ in find("/bin/sh", nil) },
          judge: sh),
        DoctorCheck(
          "git", looksAt: "git, for worktrees and for what commands read",
          probe: { find("git", $0.environment["PATH"]) }, judge: git),
        DoctorCheck(
          "tmux", looksAt: "tmux, which looop does not need",
          probe: { find("tmux", $0.environment["PATH"]) }, judge: tmux),
      ])
  }

  struct Tool: Equatable {
    /// Nil when it is not there.
    let path: String?
  }

  private static func find(_ name: String, _ searchPath: String?) -> Tool {
    let path = Executable.find(name, path: searchPath)
    return Tool(path: path.flatMap { OwnProgram.canStart($0) ? $0 : nil })
  }

  static func sh(_ tool: Tool) -> [DoctorFinding] {
    guard let path = tool.path else {
      return [
        .fail(
          "There is no /bin/sh: no sensor, no runner and no command can start.",
          mend: "Install a POSIX shell there.")
      ]
    }
    return [.ok(path)]
  }

  static func git(_ tool: Tool) -> [DoctorFinding] {
    guard let path = tool.path else {
      return [
        .warn(
          "There is no git on PATH: workers cannot have worktrees.", mend: "Install git.")
      ]
    }
    return [.ok(path)]
  }

  static func tmux(_ tool: Tool) -> [DoctorFinding] {
    let place = tool.path ?? "not there"
    return [.info("\(place); workers have screens of looop's own, so none is needed")]
  }
}
