internal import ArgumentParser
internal import Base
internal import Core

struct RunCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a shell command as the loop would: folder, deadline, journal.")

  @Argument(parsing: .postTerminator, help: "The command, after --.") var command: [String] = []
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard !command.isEmpty else {
      throw LooopError(
        .usage, code: "E_USAGE", "There is no command to run.", hint: "Use `looop run -- CMD ARGS`."
      )
    }
    try wiring.open()
    let line = command.count == 1 ? command[0] : ShellQuote.line(command)
    let stop = try StopSignal()
    let children = ChildGroup(poller: Poller(stop: stop))
    // Streams all of its output.
    let command = RunShell.command(
      line, in: wiring.directory, environment: wiring.loop.store.childEnvironment,
      capture: .streamed(limit: Int.max))
    var lines = LineSplitter()
    let show = { (line: ArraySlice<UInt8>) in
      Console.show(String(decoding: line, as: UTF8.self) + "\n")
    }
    let result = children.run(command) { chunk in
      lines.add(chunk, show)
      return .open
    }
    lines.finish(show)
    try wiring.loop.journal.append("run by \(wiring.author.name): \(line) (\(result.status.text))")
    if case .exited(let code) = result.status { return Int32(clamping: code) }
    throw LooopError(.failed, code: "E_RUN", "The command \(result.status.text).")
  }
}
