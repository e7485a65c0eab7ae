package import Base

/// The one typed action a beat may take. The set is closed: the compiler names every switch that a
/// new case must be added to.
package enum Move: Sendable, Equatable {
  case noop(reason: String)
  /// Runs `command` with the shell, in the work folder.
  case runShell(command: String, reason: String)
  case writeGoal(id: Identifier, body: String)
  case archiveGoal(id: Identifier)
  case writeSensor(name: Identifier, script: String, manifest: String?)
  case writePlaybook(body: String)
  case startWorker(id: Identifier, task: WorkerTask)
  case killWorker(id: Identifier, reason: String)
  /// The pulse itself asks the human.
  case ask(prompt: String, options: [String], reference: String?)
}

/// Its name, and both ways between it and the fields of an answer.
extension Move {
  package var name: MoveName {
    switch self {
    case .noop: .noop
    case .runShell: .runShell
    case .writeGoal: .writeGoal
    case .archiveGoal: .archiveGoal
    case .writeSensor: .writeSensor
    case .writePlaybook: .writePlaybook
    case .startWorker: .startWorker
    case .killWorker: .killWorker
    case .ask: .ask
    }
  }

  /// Whether sensors may see another world once it has ended. A worker's end counts by itself.
  var mayChangeWorld: Bool { [.runShell, .writeSensor].contains(name) }

  init(_ name: MoveName, _ fields: MoveFields) throws(Problem) {
    self =
      switch name {
      case .noop: .noop(reason: try fields.required("reason"))
      case .runShell:
        .runShell(command: try fields.required("cmd"), reason: try fields.required("reason"))
      case .writeGoal:
        .writeGoal(id: try fields.requiredIdentifier("id"), body: try fields.required("body"))
      case .archiveGoal: .archiveGoal(id: try fields.requiredIdentifier("id"))
      case .writeSensor:
        .writeSensor(
          name: try fields.requiredIdentifier("name"), script: try fields.required("script"),
          manifest: fields.text("manifest"))
      case .writePlaybook: .writePlaybook(body: try fields.required("body"))
      case .startWorker:
        .startWorker(
          id: try fields.requiredIdentifier("id"),
          task: WorkerTask(
            brief: try fields.required("prompt"), runner: fields.identifier("runner")?.text,
            command: fields.text("command"), verify: fields.text("verify")))
      case .killWorker:
        .killWorker(
          id: try fields.requiredIdentifier("id"), reason: try fields.required("reason"))
      case .ask:
        .ask(
          prompt: try fields.required("prompt"), options: fields.list("options"),
          reference: fields.text("reference"))
      }
  }

  /// The fields it was made of, in the table's order, behind its `action`.
  var object: JSONObject {
    var object: JSONObject = ["action": .string(name.rawValue)]
    switch self {
    case .noop(let reason):
      object["reason"] = .string(reason)
    case .runShell(let command, let reason):
      object["cmd"] = .string(command)
      object["reason"] = .string(reason)
    case .writeGoal(let id, let body):
      object["id"] = .string(id.text)
      object["body"] = .string(body)
    case .archiveGoal(let id):
      object["id"] = .string(id.text)
    case .writeSensor(let name, let script, let manifest):
      object["name"] = .string(name.text)
      object["script"] = .string(script)
      object["manifest"] = manifest.map(JSONValue.string)
    case .writePlaybook(let body):
      object["body"] = .string(body)
    case .startWorker(let id, let task):
      object["id"] = .string(id.text)
      object["prompt"] = .string(task.brief)
      object["verify"] = task.verify.map(JSONValue.string)
      object["runner"] = task.runner.map(JSONValue.string)
      object["command"] = task.command.map(JSONValue.string)
    case .killWorker(let id, let reason):
      object["id"] = .string(id.text)
      object["reason"] = .string(reason)
    case .ask(let prompt, let options, let reference):
      object["prompt"] = .string(prompt)
      if !options.isEmpty { object["options"] = .array(options.map(JSONValue.string)) }
      object["reference"] = reference.map(JSONValue.string)
    }
    return object
  }
}

/// What a runner answered: one move and what goes with it.
package struct Decision: Sendable, Equatable {
  package var move: Move
  /// The decider's words for the journal, when there are any.
  package var journal: String?
  /// The goal this serves.
  package var goal: Identifier?
  /// The time until sensors without a clock of their own run next, 5 s to 5 min.
  package var nextInterval: Duration?

  package init(
    move: Move, journal: String? = nil, goal: Identifier? = nil, nextInterval: Duration? = nil
  ) {
    self.move = move
    self.journal = journal
    self.goal = goal
    self.nextInterval = nextInterval
  }
}

/// What one text of a run holds.
package enum ParsedMove: Sendable, Equatable {
  case move(Decision)
  /// An object that means to be a move and is not a valid one; the text names the exact problem.
  case invalid(String)
  /// Nothing in the text looks like a move; the text says what was looked for.
  case absent(String)
}
