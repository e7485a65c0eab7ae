internal import CSys

/// The standard streams of a child that is about to start: our ends and the child's ends.
package struct SpawnFiles {
  package private(set) var input: Int32 = -1
  private var output: (parent: Int32, child: Int32) = (-1, -1)
  private var error: (parent: Int32, child: Int32) = (-1, -1)
  private var isMerged = false

  package init() {}

  package var childOutput: Int32 { output.child }
  package var childError: Int32 { isMerged ? output.child : error.child }

  package mutating func open(
    input source: Command.Input, mergesStandardError: Bool
  ) throws(CommandResult.NotStarted) {
    let path =
      switch source {
      case .null: "/dev/null"
      case .file(let path): path
      }
    // A named pipe in a prompt's place must not keep this process waiting for its writer.
    input = csys_open(path, O_RDONLY | O_NONBLOCK, 0)
    guard input >= 0 else { throw .init(errno: -input, "open \(path)") }
    output = try Self.pipe()
    isMerged = mergesStandardError
    if !isMerged { error = try Self.pipe() }
  }

  private static func pipe() throws(CommandResult.NotStarted) -> (parent: Int32, child: Int32) {
    var ends: [Int32] = [-1, -1]
    let problem = csys_pipe(&ends)
    guard problem == 0 else { throw .init(errno: -problem, "make a pipe") }
    // On our end only: the flag belongs to the pipe's end, and a child that writes to a
    // non-blocking end loses output.
    _ = csys_set_nonblocking(ends[0])
    return (ends[0], ends[1])
  }

  package mutating func takeOutput() -> Int32 {
    defer { output.parent = -1 }
    return output.parent
  }

  package mutating func takeError() -> Int32 {
    defer { error.parent = -1 }
    return error.parent
  }

  package mutating func closeChildEnds() {
    for fd in [input, output.child, error.child] where fd >= 0 { close(fd) }
    (input, output.child, error.child) = (-1, -1, -1)
  }

  package mutating func closeParentEnds() {
    for fd in [output.parent, error.parent] where fd >= 0 { close(fd) }
    (output.parent, error.parent) = (-1, -1)
  }
}
