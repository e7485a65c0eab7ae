package import Base

extension Decision: JSONWritable {
  /// `MoveSchema` says more.
  package static var kind: ShapeKind { .map(.any) }

  /// The flat object an answer with this decision would be, fields in the table's order: the
  /// inverse of the parser, for digests and run folders.
  package var json: JSONValue {
    var object: JSONObject = ["action": .string(move.name.rawValue)]
    switch move {
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
    object["journal"] = journal.map(JSONValue.string)
    object["goal"] = (goal?.text).map(JSONValue.string)
    object["next_interval_s"] = (nextInterval?.seconds).map(JSONValue.int)
    return .object(object)
  }
}
