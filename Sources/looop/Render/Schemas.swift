internal import Base
internal import Core

/// The shapes programs may rely on.
enum Schemas {
  static let all: [(name: String, schema: JSONValue)] = [
    ("move", MoveSchema.jsonSchema), ("state", state), ("wait", wait), ("asks", asks),
    ("workers", workers), ("sensors", sensors), ("sensor-run", sensorRun),
    ("sensor-show", sensorShow), ("sensor-lint", sensorLint), ("sensor-test", sensorTest),
    ("runners", list(runner)), ("runner", runnerWhole),
    ("runner-test", runnerTest), ("runner-replay", runnerReplay), ("cost", cost), ("push", push),
    ("error", error),
  ]

  static func object(_ properties: JSONObject, _ required: [String]) -> JSONValue {
    [
      "type": "object", "properties": .object(properties),
      "required": .array(required.map(JSONValue.string)),
    ]
  }

  static func type(_ name: String...) -> JSONValue {
    ["type": name.count == 1 ? .string(name[0]) : .array(name.map(JSONValue.string))]
  }

  static func list(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

  private static let ask: JSONValue = object(
    [
      "v": type("integer"), "id": type("string"), "worker": type("string"),
      "prompt": type("string"), "reference": type("string"), "options": list(type("string")),
      "ts": type("integer"), "kind": type("string"), "generation": type("string"),
      "gate": type("string"), "key": type("string"), "age_s": type("integer"),
      "state": ["enum": ["pending", "answered", "delivered"]],
    ], ["id", "worker", "prompt", "ts", "age_s", "state"])

  private static let worker: JSONValue = object(
    [
      "id": type("string"), "generation": type("string"), "state": type("string"),
      "alive": type("boolean"), "exit_code": type("integer", "null"),
      "health": ["enum": ["ok", "stuck", "done", "failed"]], "goal": type("string", "null"),
      "kind": ["enum": ["headless", "terminal"]], "started_at": type("integer"),
      "ended_at": type("integer", "null"), "screen": type("string"), "problem": type("string"),
      "verify": object(
        ["ok": type("boolean"), "status": type("string"), "tail": type("string")],
        ["ok", "status", "tail"]),
    ], ["id", "state", "alive", "health"])

  private static let asks: JSONValue = list(ask)
  private static let workers: JSONValue = list(worker)

  private static let stateProperties: JSONObject = [
    "v": type("integer"), "world_hash": type("string"), "token": type("string"),
    "pulse_alive": type("boolean"), "paused": type("boolean"), "snapshots": type("object"),
    "asks": list(ask), "workers": list(worker), "goals": list(type("object")),
    "journal_tail": list(type("string")), "data_dir": type("string"),
    "problems": list(type("string")), "last_failure": type("string", "null"),
    "parked": list(type("object")),
  ]

  private static let state: JSONValue = object(stateProperties, stateProperties.keys)

  private static let wait: JSONValue = {
    var properties = stateProperties
    properties["changed"] = list(type("string"))
    return object(properties, properties.keys)
  }()

  private static let cost: JSONValue = {
    var row: JSONObject = ["name": type("string")]
    for name in ["calls", "input", "output", "cache_read", "cache_write", "unknown_calls"] {
      row[name] = type("integer")
    }
    for name in ["usd", "usd_imputed"] { row[name] = type("number") }
    let sum = object(row, row.keys)
    return object(
      [
        "v": type("integer"), "by": ["enum": ["runner", "goal", "worker", "day"]],
        "since": type("integer"), "rows": list(sum), "total": sum, "budget": type("object"),
      ], ["v", "by", "since", "rows", "total", "budget"])
  }()

  private static let push: JSONValue = object(
    ["v": type("integer"), "sensor": type("string"), "id": type("string")], ["v", "sensor", "id"])

  private static let error: JSONValue = object(
    [
      "v": type("integer"),
      "error": object(
        ["code": type("string"), "message": type("string"), "hint": type("string", "null")],
        ["code", "message"]),
    ], ["error"])
}
