internal import Base
internal import Core

extension Wiring {
  /// Starts looop itself with `words` as a process of its own, which takes `lock` over, and waits until it
  /// says that it is ready. Returns its pid; nil when it ended or was not ready in time: `errors` has what it
  /// said.
  func startDetached(
    _ words: [String], holding lock: DirectoryLock, errors: String
  ) throws(LooopError) -> Int32? {
    let process = loop.store.process
    var environment = Marks.unmarked(self.environment)
    environment[Marks.binary] = process.binary
    return try Detached.startUntilReady(
      Invocation(
        process.itself, arguments: ["looop"] + words + ["--data-dir", directory.path],
        environment: environment, workingDirectory: workingDirectory),
      lock: lock.descriptor, errorFile: errors)
  }
}
