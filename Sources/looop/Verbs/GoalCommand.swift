internal import ArgumentParser
internal import Base
internal import Core

struct GoalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "goal", abstract: "Steer: declare what should be true.",
    subcommands: [Write.self, Archive.self, List.self, Show.self])

  struct Write: Verb {
    static let configuration = CommandConfiguration(
      commandName: "write", abstract: "Write a goal; the next beat reads it.")
    static let examples = [
      Example("looop goal write ship Version 2 is out."),
      Example("looop goal write ship --file ship.md"),
    ]

    @Argument(help: "The goal's id.") var id: String
    @Argument(help: "The text in your words; none, or -: from standard input.")
    var body: [String] = []
    @OptionGroup var source: TextFile
    @OptionGroup var note: JournalNote
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let id = try Identifier(id, "goal")
      let text = try Body.text(body, from: source, what: "goal")
      try wiring.open()
      try wiring.loop.goals.write(id, text)
      note.record(wiring)
      Console.say("goal \(id) written")
      return ExitStatusCode.ok
    }
  }

  struct Archive: Verb {
    static let configuration = CommandConfiguration(
      commandName: "archive", abstract: "Archive a goal: the loop stops pursuing it.")
    static let examples = [Example("looop goal archive ship")]

    @Argument(help: "The goal's id.") var id: String
    @OptionGroup var note: JournalNote
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let id = try Identifier(id, "goal")
      try wiring.open()
      if try wiring.loop.goals.archive(id) {
        note.record(wiring)
        Console.say("goal \(id) archived")
      } else {
        guard try wiring.loop.goals.isArchived(id) else { throw try wiring.noGoal(id) }
        Console.say("goal \(id) is archived already")
      }
      return ExitStatusCode.ok
    }
  }

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the goals.")
    static let examples = [Example("looop goal list")]
    var touch: Touch { .reads }

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      try wiring.openNew()
      let contents = try wiring.loop.goals.contents()
      if json {
        Console.say(json: contents.goals)
      } else {
        if contents.goals.isEmpty { Console.note("There are no goals.") }
        let cells = contents.goals.map { goal in
          let title = goal.body.split(separator: "\n").first.map(String.init) ?? ""
          return ["\(goal.id)", Untrusted.quoted(title, bytes: 100)]
        }
        Console.say(
          table: ColumnTable(rows: cells), redacted: wiring.redaction)
      }
      for problem in contents.problems { Console.note("looop: \(problem.message)") }
      return ExitStatusCode.ok
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print a goal's text.")
    static let examples = [Example("looop goal show ship")]
    var touch: Touch { .reads }

    @Argument(help: "The goal's id.") var id: String
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let id = try Identifier(id, "goal")
      try wiring.openNew()
      guard let goal = try wiring.loop.goals.goal(id) else { throw try wiring.noGoal(id) }
      Console.show(goal.body)
      return ExitStatusCode.ok
    }
  }
}
