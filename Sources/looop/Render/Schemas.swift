internal import Core

/// The shapes programs may rely on.
enum Schemas {
  static let all: [(name: String, schema: JSONValue)] = [
    ("move", MoveSchema.jsonSchema), ("state", state), ("wait", wait), ("asks", asks),
    ("workers", workers), ("runners", SchemaShape.list(RunnerSchemas.row)),
    ("runner", RunnerSchemas.whole),
    ("runner-test", RunnerSchemas.test), ("runner-replay", RunnerSchemas.replay), ("error", error),
  ]

  private static let ask: JSONValue = SchemaShape.object(
    [
      "v": SchemaShape.type("integer"), "id": SchemaShape.type("string"),
      "worker": SchemaShape.type("string"),
      "prompt": SchemaShape.type("string"), "reference": SchemaShape.type("string"),
      "options": SchemaShape.list(SchemaShape.type("string")),
      "ts": SchemaShape.type("integer"), "kind": SchemaShape.type("string"),
      "generation": SchemaShape.type("string"),
      "gate": SchemaShape.type("string"), "key": SchemaShape.type("string"),
      "age_s": SchemaShape.type("integer"),
      "state": ["enum": ["pending", "answered", "delivered"]],
    ], ["id", "worker", "prompt", "ts", "age_s", "state"])

  private static let worker: JSONValue = SchemaShape.object(
    [
      "id": SchemaShape.type("string"), "generation": SchemaShape.type("string"),
      "state": SchemaShape.type("string"),
      "alive": SchemaShape.type("boolean"), "exit_code": SchemaShape.type("integer", "null"),
      "health": ["enum": ["ok", "done", "failed"]], "goal": SchemaShape.type("string", "null"),
      "kind": ["enum": ["headless", "terminal"]], "started_at": SchemaShape.type("integer"),
      "ended_at": SchemaShape.type("integer", "null"),
    ], ["id", "state", "alive", "health"])

  private static let asks: JSONValue = SchemaShape.list(ask)
  private static let workers: JSONValue = SchemaShape.list(worker)

  private static let stateProperties: JSONObject = [
    "v": SchemaShape.type("integer"), "world_hash": SchemaShape.type("string"),
    "token": SchemaShape.type("string"),
    "pulse_alive": SchemaShape.type("boolean"), "paused": SchemaShape.type("boolean"),
    "snapshots": SchemaShape.type("object"),
    "asks": SchemaShape.list(ask), "workers": SchemaShape.list(worker),
    "goals": SchemaShape.list(SchemaShape.type("object")),
    "journal_tail": SchemaShape.list(SchemaShape.type("string")),
    "data_dir": SchemaShape.type("string"),
    "problems": SchemaShape.list(SchemaShape.type("string")),
    "last_failure": SchemaShape.type("string", "null"),
  ]

  private static let state: JSONValue = SchemaShape.object(stateProperties, stateProperties.keys)

  private static let wait: JSONValue = {
    var properties = stateProperties
    properties["changed"] = SchemaShape.list(SchemaShape.type("string"))
    return SchemaShape.object(properties, properties.keys)
  }()

  private static let error: JSONValue = SchemaShape.object(
    [
      "v": SchemaShape.type("integer"),
      "error": SchemaShape.object(
        [
          "code": SchemaShape.type("string"), "message": SchemaShape.type("string"),
          "hint": SchemaShape.type("string", "null"),
        ],
        ["code", "message"]),
    ], ["error"])
}
