internal import ArgumentParser
internal import Base
internal import Core

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "See the decisions: what woke each, what came of it.",
    subcommands: [List.self, Show.self])

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the runs, the newest first.")
    static let examples = [Example("looop runs list --lines 50")]
    var touch: Touch { .reads }

    @Option(name: .shortAndLong, help: "How many of the newest runs to list.") var lines = 20
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      guard lines > 0 else {
        throw LooopError(
          .usage, code: "E_USAGE", "--lines must be a number from 1.", hint: "Use --lines 50.")
      }
      let archive = try RunArchive.open(wiring.directory)
      let names = try archive.names()
      let runs = names.prefix(lines).map(archive.run)
      if json {
        Console.say(json: wiring.redacted(runs.map(RunRow.init)))
      } else if runs.isEmpty {
        Console.note("There is no run yet: the loop has not asked a runner.")
      } else {
        Console.say(table: RunRows.table(runs), redacted: wiring.redaction)
        if names.count > runs.count {
          Console.note("and \(names.count - runs.count) more (`--lines N`)")
        }
      }
      return ExitStatusCode.ok
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one run: what woke it, prompt, answer, outcome.")
    static let examples = [Example("looop runs show last")]
    var touch: Touch { .reads }

    @Argument(help: "Its name, the beginning of it, or `last`.") var id = "last"
    @Flag(help: "Print the whole prompt and nothing else.") var prompt = false
    @Flag(help: "Print what the runner printed and nothing else.") var stream = false
    @Flag(help: "Print the answer and nothing else.") var answer = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      guard [prompt, stream, answer].count(where: \.self) < 2, !(json && stream) else {
        throw LooopError(
          .usage, code: "E_USAGE",
          "--prompt, --stream and --answer exclude each other, and --stream takes no --json.",
          hint: "Give one of them.")
      }
      let archive = try RunArchive.open(wiring.directory)
      let run = archive.run(try archive.find(id))
      let files = RunFolder(beat: run.name, path: run.path)
      if stream { return try showStream(of: run, files, wiring) }
      if answer, !json { return try showAnswer(of: run, wiring) }
      var problems: [LooopError] = []
      let limit = prompt ? FileExcerpt.whole : 4 << 10
      let asked = promptPart(files.prompt, bytes: limit, wiring)
      if prompt, !json { return try showPrompt(asked, run) }
      let streams = try files.streams.compactMap { path in
        FileExcerpt.noting(&problems) { () throws(LooopError) in
          try FileExcerpt.start(of: path, bytes: 0)
        }
      }
      if json {
        Console.say(
          json: wiring.redacted(
            RunSheet(run: run, prompt: asked, streams: streams, problems: problems)))
      } else {
        let render = RunShowRender(
          run: run, prompt: asked, streams: streams, problems: problems, now: wiring.clock.now(),
          sheet: wiring.factSheet)
        Console.say(render.text)
      }
      return ExitStatusCode.ok
    }

    private func promptPart(
      _ path: String, bytes: Int, _ wiring: Wiring
    ) -> RunRecord.Part<FileExcerpt> {
      do throws(LooopError) {
        return try FileExcerpt.end(of: path, bytes: bytes).map {
          .present($0.redacted(by: wiring.redaction))
        } ?? .absent
      } catch { return .broken(error) }
    }

    private func showPrompt(
      _ asked: RunRecord.Part<FileExcerpt>, _ run: RunRecord
    ) throws(LooopError) -> Int32 {
      if let problem = asked.problem { throw problem }
      guard let asked = asked.value else { throw absent("prompt", of: run) }
      Console.show(asked.text)
      return ExitStatusCode.ok
    }

    private func showAnswer(of run: RunRecord, _ wiring: Wiring) throws(LooopError) -> Int32 {
      if let problem = run.answer.problem { throw problem }
      guard let answer = run.answer.value else { throw absent("answer", of: run) }
      Console.show(wiring.redacted(RunShowRender.words(of: answer)))
      return ExitStatusCode.ok
    }

    /// Line by line: together the streams of a run may be larger than what should be held at once.
    private func showStream(
      of run: RunRecord, _ files: RunFolder, _ wiring: Wiring
    ) throws(LooopError) -> Int32 {
      let streams = try files.streams
      guard !streams.isEmpty else { throw absent("stream", of: run) }
      for path in streams {
        if streams.count > 1 { Console.note("--- \(path)") }
        // Not line by line: a secret may begin in one and end in the next.
        var stream = RedactedStream()
        var lines = LineSplitter()
        let show = { (line: ArraySlice<UInt8>) in
          Console.show(String(decoding: line, as: UTF8.self) + "\n")
        }
        try AtomicFile.readLines(path, longest: .max) { line in
          lines.add(stream.add(line + [.lineFeed], wiring.redaction)[...], show)
        }
        lines.add(stream.finish(wiring.redaction)[...], show)
        lines.finish(show)
      }
      return ExitStatusCode.ok
    }

    private func absent(_ what: String, of run: RunRecord) -> LooopError {
      LooopError(
        .badData, code: "E_RUN_PART", "The run \(run.name) has no \(what).",
        hint: "`looop runs show \(run.name)` shows what it has.")
    }
  }
}
