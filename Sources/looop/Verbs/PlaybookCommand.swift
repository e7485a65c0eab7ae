internal import ArgumentParser
internal import Base
internal import Core

struct PlaybookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playbook", abstract: "Steer: your judgment, priorities and guardrails.",
    subcommands: [Write.self, Show.self, History.self])

  struct Write: Verb {
    static let configuration = CommandConfiguration(
      commandName: "write", abstract: "Replace the PLAYBOOK; the old version is kept.")
    static let examples = [
      Example("looop playbook write --file PLAYBOOK.md"),
      Example("looop playbook write - <PLAYBOOK.md"),
    ]

    @Argument(help: "The text in your words; none, or -: from standard input.")
    var body: [String] = []
    @OptionGroup var source: TextFile
    @OptionGroup var note: JournalNote
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let text = try Body.text(body, from: source, what: "PLAYBOOK")
      try wiring.open()
      try wiring.loop.playbook.write(text)
      note.record(wiring)
      Console.say("PLAYBOOK written")
      return ExitStatusCode.ok
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print the PLAYBOOK, or an old version of it.")
    static let examples = [Example("looop playbook show >PLAYBOOK.md")]
    var touch: Touch { .reads }

    @Argument(help: "The name of a copy, from `playbook history`.") var copy: String?
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      try wiring.openNew()
      guard let copy else {
        Console.show(try wiring.loop.playbook.text())
        return ExitStatusCode.ok
      }
      guard let text = try wiring.loop.playbook.copy(named: copy) else {
        throw LooopError(
          .badData, code: "E_COPY_UNKNOWN", "There is no copy '\(Untrusted.oneLine(copy))'.",
          hint: Nearest.hint(
            copy, in: try wiring.loop.playbook.history(),
            else: "`looop playbook history` lists them."))
      }
      Console.show(text)
      return ExitStatusCode.ok
    }
  }

  struct History: Verb {
    static let configuration = CommandConfiguration(
      commandName: "history", abstract: "List the old versions of the PLAYBOOK, oldest first.")
    static let examples = [Example("looop playbook history")]
    var touch: Touch { .reads }

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let names = try wiring.loop.playbook.history()
      if json {
        Console.say(json: names)
      } else {
        if names.isEmpty { Console.note("The PLAYBOOK has not been replaced yet.") }
        for name in names { Console.say(name) }
      }
      return ExitStatusCode.ok
    }
  }
}
