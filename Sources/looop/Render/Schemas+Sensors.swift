internal import Base
internal import Core

/// The shapes of what the verbs of `sensor` print.
extension Schemas {
  private static let text = type("string")
  private static let texts = list(type("string"))
  private static let count = type("integer")
  private static let maybeText = type("string", "null")
  private static let maybeCount = type("integer", "null")

  /// `sensor list`; with `--shipped`, `installed` replaces `state`.
  static let sensors = list(
    object(
      [
        "name": text, "state": text, "description": text, "every_s": maybeCount, "error": text,
        "failing": text, "installed": type("boolean"),
      ], ["name", "description"]))

  private static let reading: JSONObject = [
    "status": ["enum": .array(Observation.Status.allCases.map { .string($0.rawValue) })],
    "signal": [:], "detail": [:], "problem": maybeText,
  ]

  /// `wake` for a sensor that runs, `inbox` and `waiting` for one with `push`.
  static let sensorRun: JSONValue = {
    var exit = reading
    exit["exit"] = maybeCount
    var message = reading
    message["id"] = text
    let ran: JSONObject = [
      "argv": texts, "cwd": maybeText, "ended": text, "took_ms": count, "output_bytes": count,
      "output": text, "stderr": text,
    ]
    var ranOrNot = object(ran, ran.keys).object ?? [:]
    ranOrNot["type"] = ["object", "null"]
    let wake: JSONObject = [
      "wakes": type("boolean"), "reason": ["enum": .array(WakeRender.names.map(JSONValue.string))],
      "text": text,
      "status": ["enum": .array(Reading.Status.allCases.map { .string($0.rawValue) })],
      "until": maybeCount,
      "changes": list(object(["pointer": text, "old": [:], "new": [:]], ["pointer"])),
      "places": texts,
    ]
    return object(
      [
        "v": count, "sensor": text, "enabled": type("boolean"), "ran": .object(ranOrNot),
        "reading": object(exit, exit.keys), "wake": object(wake, wake.keys), "waiting": count,
        "inbox": list(object(message, message.keys)),
      ], ["v", "sensor", "enabled", "ran"])
  }()

  /// A shipped sensor has only `shipped`, `manifest` and `script`.
  static let sensorShow: JSONValue = {
    var properties: JSONObject = [
      "v": count, "sensor": text, "description": text, "owner": maybeText,
      "enabled": type("boolean"),
      "trust": ["enum": .array(Trust.allCases.map { .string($0.rawValue) })],
      "trust_reason": text, "run": type("object", "null"), "push": type("object", "null"),
      "timing": type("object"), "wake": type("object"), "signal_from": type("object"),
      "detail_from": type("object"), "signal_schema": type("boolean"),
      "reading": type("object", "null"), "failing": maybeText, "last_run": maybeCount,
      "next_run": maybeCount, "shipped": type("boolean"), "manifest": text, "script": text,
      "inputs": list(
        object(
          [
            "name": text, "description": text, "required": type("boolean"), "value": maybeText,
            "source": ["enum": ["local", "default", "unset"]], "enum": type("array", "null"),
            "pattern": maybeText,
          ], ["name", "description", "required", "value", "source", "enum", "pattern"])),
      "secrets": list(
        object(
          [
            "name": text, "optional": type("boolean"),
            "source": ["enum": ["environment", "file", "unset"]],
          ], ["name", "optional", "source"])),
      "programs": list(object(["name": text, "path": maybeText], ["name", "path"])),
    ]
    for name in ["links", "files", "systems", "network", "lacks"] { properties[name] = texts }
    return object(properties, ["v", "sensor"])
  }()

  private static func whole(_ properties: JSONObject) -> JSONValue {
    object(properties, properties.keys)
  }

  static let sensorLint = whole([
    "v": count, "folder": text, "ok": type("boolean"),
    "sensors": list(
      whole([
        "name": text, "grade": ["enum": ["none", "bronze", "silver", "gold"]],
        "next_grade": ["enum": ["bronze", "silver", "gold", .null]], "wanted": list(text),
        "findings": list(
          whole([
            "severity": ["enum": ["problem", "advice"]], "text": text, "file": text,
            "line": type("integer", "null"), "column": type("integer", "null"), "mend": text,
          ])),
      ])),
    "skipped": list(whole(["file": text, "reason": text])),
  ])

  static let sensorTest = whole([
    "v": count, "ok": type("boolean"),
    "cases": list(
      whole([
        "sensor": text, "case": text, "status": ["enum": ["passed", "failed", "recorded"]],
        "took_ms": count, "problems": list(text), "seen": type("object", "null"),
      ])),
  ])
}
