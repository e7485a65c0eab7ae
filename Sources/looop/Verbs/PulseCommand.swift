internal import ArgumentParser
internal import Base
internal import Core

/// The process `up` starts. Hidden: people use `up`.
struct PulseCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "pulse", abstract: "Run as the pulse.", shouldDisplay: false)

  @Flag(help: "The starter holds the lock and passes it as standard input.") var locked = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    if locked { Detached.settle() }
    let lock =
      locked
      ? try DirectoryLock(adopting: Detached.takeLock(), at: wiring.directory.lock)
      : try DirectoryLock.acquire(wiring.directory.lock)
    guard let lock else {
      throw LooopError(.pending, code: "E_PULSE_UP", "The pulse is already up.")
    }
    let isStopped = try PulseProcess(wiring: wiring, lock: lock).run(.detached) {
      if locked { Detached.reportReady() }
    }
    return isStopped ? ExitStatusCode.ok : ExitStatusCode.failed
  }
}
