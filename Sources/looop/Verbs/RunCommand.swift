internal import ArgumentParser
internal import Base
internal import Core

struct RunCommand: Verb, CommandPassing {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a shell command as the loop would: folder, deadline, journal.",
    discussion: """
      It runs in the config's `workdir`, without one where you are, for at most \
      \(RunShell.deadline.exactText), and the journal says so. One word is a line for the shell; of \
      several each is one word of the command. Options of looop's own come \
      before the command. What the loop decided is in `looop runs list`.
      """)
  static let examples = [Example("looop run ls -la"), Example("looop run 'ls | wc -l'")]

  @Argument(
    parsing: .captureForPassthrough,
    help: .init("The command with its own options, as it is.", valueName: "command"))
  var words: [String] = []
  @Option(help: "Why, for the journal.") var reason: String?
  @OptionGroup var note: JournalNote
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let line = try line()
    let settings = try wiring.settings() ?? Settings()
    if settings.workdir == nil { try wiring.demandFolder() }
    try wiring.open()
    let stop = try StopSignal()
    let children = ChildGroup(poller: Poller(stop: stop))
    // Streams all of its output.
    let command = RunShell.command(
      line, in: settings.workFolder(else: wiring.workingDirectory),
      environment: wiring.loop.store.childEnvironment,
      capture: .streamed(limit: Int.max))
    var stream = RedactedStream()
    var lines = LineSplitter()
    // The lines that come at once together: a key may have many.
    var read: [UInt8] = []
    let collect = { (line: ArraySlice<UInt8>) in read += line + [.lineFeed] }
    let show = {
      if !read.isEmpty { Console.show(String(decoding: read, as: UTF8.self)) }
      read = []
    }
    let result = children.run(command) { chunk in
      lines.add(stream.add(chunk, wiring.redaction)[...], collect)
      show()
      // As in a pipe without looop, a command ends with its reader.
      if Console.isReaderGone { children.stop() }
      return .open
    }
    lines.add(stream.finish(wiring.redaction)[...], collect)
    lines.finish(collect)
    show()
    let quoted = JournalWords.command(wiring.redacted(line), bytes: Self.journaled)
    let name = wiring.author.name
    wiring.loop.store.chronicle.journal("run by \(name): \(quoted) (\(result.status.text))")
    JournalNote.record(reason, wiring)
    note.record(wiring)
    if case .exited(let code) = result.status { return Int32(clamping: code) }
    if Console.isReaderGone { return ExitStatusCode.cannotWrite }
    throw LooopError(.failed, code: "E_RUN", "The command \(result.status.text).")
  }

  /// How much of the command the journal quotes, in bytes.
  private static let journaled = 300

  private func line() throws(LooopError) -> String {
    let command = words.first == "--" ? Array(words.dropFirst()) : words
    guard let first = command.first, !command.allSatisfy(\.isEmpty) else {
      throw LooopError(
        .usage, code: "E_USAGE", "There is no command to run.",
        hint: "For example: `looop run ls -la`. `looop help run` explains it.")
    }
    guard !first.hasPrefix("-") || words.first == "--" else {
      throw UsageMessage.unknownOption(
        first, of: "run", options: ["--data-dir", "--help", "--journal", "--reason"])
    }
    return command.count == 1 ? command[0] : ShellQuote.line(command)
  }
}
