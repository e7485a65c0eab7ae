internal import ArgumentParser
internal import CSys
internal import Core

struct UpCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Start the pulse, detached.")

  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let settings = try wiring.chosenSettings()
    for warning in settings.warnings { Console.note("looop: \(warning)") }
    try wiring.open()
    let directory = wiring.directory
    guard let lock = try DirectoryLock.acquire(directory.lock) else {
      let pid = try DirectoryLock.holder(directory.lock).map { " (pid \($0))" } ?? ""
      Console.say("the pulse is up already\(pid)")
      return ExitStatusCode.ok
    }
    // What a killed pulse left running: its sensors, its call, its command.
    _ = MarkedProcesses.end(dataDirectory: directory.path) { environment in
      environment.contains { $0.hasPrefix("\(Marks.run)=") }
    }
    try wiring.fleet.sweepLost()
    try start(wiring, holding: lock)
    let pid = try DirectoryLock.holder(directory.lock).map { " (pid \($0))" } ?? ""
    Console.say("the pulse is up\(pid); data in \(directory.path)")
    let asks = try wiring.mailbox.contents().pending.count
    if asks > 0 { Console.say("\(asks) \(asks == 1 ? "ask waits" : "asks wait"): `looop asks`") }
    return ExitStatusCode.ok
  }

  /// Starts the pulse and waits until it says that it beats.
  private func start(_ wiring: Wiring, holding lock: DirectoryLock) throws(LooopError) {
    var ends: [Int32] = [-1, -1]
    guard csys_pipe(&ends) == 0 else {
      throw LooopError(.failed, "E_SPAWN", "Cannot make a pipe: too many open files.")
    }
    let errors = wiring.directory.pulseErrors
    let pid: Int32
    do throws(LooopError) {
      pid = try Detached.start(
        wiring.binary,
        ["looop", "pulse", "--locked", "--data-dir", wiring.directory.path],
        environment: Marks.unmarked(wiring.environment),
        workingDirectory: wiring.workingDirectory, lock: lock.descriptor, output: ends[1],
        errorFile: errors)
    } catch {
      close(ends[0])
      close(ends[1])
      throw error
    }
    close(ends[1])
    defer { close(ends[0]) }
    var byte: UInt8 = 0
    var said = ""
    while read(ends[0], &byte, 1) == 1, byte != 0x0A { said.unicodeScalars.append(.init(byte)) }
    guard said == "ready" else {
      waitpid(pid, nil, 0)
      let text = Untrusted.oneLine(try AtomicFile.readText(errors) ?? "")
      throw LooopError(
        .failed, "E_PULSE", "The pulse did not start: \(text.isEmpty ? "no word from it" : text)",
        hint: "What it said stands in \(errors).")
    }
  }
}
