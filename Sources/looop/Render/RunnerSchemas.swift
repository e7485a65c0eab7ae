internal import Core

/// The shapes of what the verbs of `runner` print.
enum RunnerSchemas {
  private static let text = SchemaShape.type("string")
  private static let texts = SchemaShape.list(SchemaShape.type("string"))
  private static let count = SchemaShape.type("integer")

  private static let rowProperties: JSONObject = [
    "name": text, "title": text, "binary": text, "path": SchemaShape.type("string", "null"),
    "found": SchemaShape.type("boolean"), "tested_with": text,
    "kind": ["enum": ["headless", "terminal"]], "uses": texts,
  ]

  static let row = SchemaShape.object(rowProperties, rowProperties.keys)

  static let whole: JSONValue = {
    var properties = rowProperties
    properties["v"] = count
    for name in [
      "description", "install_hint", "adapter", "tick_command", "worker_command",
      "terminal_command", "documented_tick_command", "documented_worker_command", "worker_note",
    ] { properties[name] = text }
    for name in ["env", "pass_env"] { properties[name] = texts }
    properties["ask_wait"] = SchemaShape.type("integer", "null")
    properties["prices"] = SchemaShape.type("object")
    return SchemaShape.object(properties, properties.keys)
  }()

  static let test = SchemaShape.object(
    [
      "v": count, "runner": text, "ok": SchemaShape.type("boolean"),
      "checks": SchemaShape.list(
        SchemaShape.object(
          [
            "check": text, "status": ["enum": ["ok", "failed", "unchecked"]], "text": text,
            "mend": SchemaShape.type("string", "null"),
          ], ["check", "status", "text", "mend"])),
    ], ["v", "runner", "ok", "checks"])

  static let replay = SchemaShape.object(
    [
      "v": count, "runner": text,
      "events": SchemaShape.list(SchemaShape.object(["type": text], ["type"])),
      "unrecognised": count,
      "outcome": SchemaShape.object(["kind": ["enum": ["move", "text", "failure"]]], ["kind"]),
      "usage": SchemaShape.object(
        [
          "input": count, "output": count, "cache_read": count, "cache_write": count,
          "usd": SchemaShape.type("number", "null"),
          "usd_source": ["enum": ["reported", "imputed", "unknown"]],
        ], ["input", "output", "cache_read", "cache_write", "usd", "usd_source"]),
      "session": SchemaShape.type("string", "null"),
    ], ["v", "runner", "events", "unrecognised", "outcome", "usage", "session"])
}
