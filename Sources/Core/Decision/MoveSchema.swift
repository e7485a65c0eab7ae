/// The one table of moves: what each is called, which fields it takes and what they hold. The JSON
/// Schema, the prompt's text and the parser's checks all come from it.
package enum MoveSchema {
  /// What a field holds.
  package enum FieldType: Sendable, Equatable {
    case string
    case stringList
    /// The name of a thing, as in "goal". `isReservedAllowed` is false where the name comes into
    /// being: a new worker named `gate` would speak for the loop.
    case identifier(of: String, isReservedAllowed: Bool)
    /// A number outside of the range counts as the nearest one in it.
    case integer(ClosedRange<Int>)
  }

  /// One field of an action.
  package struct Field: Sendable, Equatable {
    package let name: String
    package let type: FieldType
    package let isRequired: Bool
    /// What holds when an answer leaves the field out although it is asked for: words that nothing
    /// but the record depends on must not cost a call.
    package let substitute: String?
    /// One line, for the prompt and the schema.
    package let doc: String

    init(
      _ name: String, _ type: FieldType, isRequired: Bool, doc: String, substitute: String? = nil
    ) {
      self.name = name
      self.type = type
      self.isRequired = isRequired
      self.doc = doc
      self.substitute = substitute
    }
  }

  /// One action and the fields of its own; `common` come on top.
  package struct Action: Sendable, Equatable {
    package let name: MoveName
    /// One line, for the prompt and the schema.
    package let doc: String
    package let fields: [Field]

    init(_ name: MoveName, doc: String, _ fields: [Field]) {
      self.name = name
      self.doc = doc
      self.fields = fields
    }

    /// The fields an answer may hold, the common ones included.
    package var allFields: [Field] { fields + MoveSchema.common }
  }

  /// Every action, in the order the prompt lists them.
  package static let actions: [Action] = MoveName.allCases.map(action)
  /// The names of actions that are planned: an answer that uses one gets an error that says so.
  package static let plannedNames = ["write_schedule", "drop_schedule"]

  /// The fields that run, or that a shell reads, as a gate shows them: the command last.
  static let runningFields = ["manifest", "script", "verify", "command", "cmd"]

  /// Stands for the reason of a move that gives none.
  static let missingReason = "no reason was given"

  /// The fields every action takes.
  package static let common: [Field] = [
    optional(
      "journal", .string, doc: "your words for the journal, behind looop's own line: why you do it"),
    optional(
      "goal", knownName("goal"), doc: "the id of the goal this serves"),
    optional(
      "next_interval_s", .integer(5...300), doc: "seconds until the sensors are next read, 5 to 300"
    ),
  ]

  /// The row of one action.
  package static func action(_ name: MoveName) -> Action {
    switch name {
    case .noop:
      Action(name, doc: "nothing needs doing now", [reason(doc: "why not")])
    case .runShell:
      Action(
        name, doc: "run one command with the shell, where workers start",
        [
          required("cmd", .string, doc: "the command line"),
          reason(doc: "why"),
        ])
    case .writeGoal:
      Action(
        name, doc: "create or replace a goal",
        [
          required("id", knownName("goal"), doc: "the goal's id"),
          required("body", .string, doc: "Markdown"),
        ])
    case .archiveGoal:
      Action(
        name, doc: "put away a goal that is reached or dropped",
        [required("id", knownName("goal"), doc: "the goal's id")])
    case .writeSensor:
      Action(
        name, doc: "create or replace a sensor",
        [
          required("name", newName("sensor"), doc: "the sensor's name"),
          required("script", .string, doc: "the whole script"),
          optional("manifest", .string, doc: "the text of its description file"),
        ])
    case .writePlaybook:
      Action(
        name, doc: "replace the whole PLAYBOOK",
        [required("body", .string, doc: "Markdown, all of it")])
    case .startWorker:
      Action(
        name, doc: "start a worker: an agent with hands, for one piece of work",
        [
          required("id", newName("worker"), doc: "the worker's id"),
          required("prompt", .string, doc: "its brief: all it needs to know"),
          optional(
            "verify", .string,
            doc: "a command, run after the worker ends, that succeeds if the work is done"),
          optional("runner", knownName("runner"), doc: "the preset to start it with"),
          optional("command", .string, doc: "the command line to start it with"),
        ])
    case .killWorker:
      Action(
        name, doc: "end a worker",
        [
          required("id", knownName("worker"), doc: "the worker's id"),
          reason(doc: "why"),
        ])
    case .ask:
      Action(
        name, doc: "ask the human; the answer comes to a later beat",
        [
          required("prompt", .string, doc: "the question"),
          optional("options", .stringList, doc: "answers to choose from"),
          optional("reference", .string, doc: "what it is about: a path or an address"),
        ])
    }
  }

  private static func newName(_ thing: String) -> FieldType {
    .identifier(of: thing, isReservedAllowed: false)
  }

  private static func knownName(_ thing: String) -> FieldType {
    .identifier(of: thing, isReservedAllowed: true)
  }

  private static func reason(doc: String) -> Field {
    Field("reason", .string, isRequired: true, doc: doc, substitute: missingReason)
  }

  private static func required(_ name: String, _ type: FieldType, doc: String) -> Field {
    Field(name, type, isRequired: true, doc: doc)
  }

  private static func optional(
    _ name: String, _ type: FieldType, doc: String
  ) -> Field {
    Field(name, type, isRequired: false, doc: doc)
  }
}

/// The `action` of a move, as it is spelt in an answer.
package enum MoveName: String, Sendable, CaseIterable {
  case noop
  case runShell = "run_shell"
  case writeGoal = "write_goal"
  case archiveGoal = "archive_goal"
  case writeSensor = "write_sensor"
  case writePlaybook = "write_playbook"
  case startWorker = "start_worker"
  case killWorker = "kill_worker"
  case ask
}
