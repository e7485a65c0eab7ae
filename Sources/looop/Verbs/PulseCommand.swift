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
    let lock =
      locked
      ? DirectoryLock(adopting: Detached.takeLock())
      : try DirectoryLock.acquire(wiring.directory.lock)
    guard let lock else {
      throw LooopError(.pending, code: "E_PULSE_UP", "The pulse is already up.")
    }
    let settings = try wiring.chosenSettings()
    let stop = try StopSignal()
    let watcher = FileWatcher()
    let poller = Poller(stop: stop, permanent: [watcher])
    let children = ChildGroup(poller: poller)
    let pulse = Pulse(
      wiring.loop, watcher: watcher, children: children, settings: settings,
      readSettings: wiring.chosenSettings)
    // Signed once it has said what it is: a signed lock without a word is a beat by hand, to `up`.
    pulse.announce()
    try lock.sign(wiring.directory.lock)
    if locked { Detached.reportReady() }
    pulse.run()
    withExtendedLifetime(lock) {}
    return ExitStatusCode.ok
  }
}
