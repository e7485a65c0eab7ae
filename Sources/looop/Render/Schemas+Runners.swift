internal import Base
internal import Core

/// The shapes of what the verbs of `runner` print.
extension Schemas {
  private static let text = type("string")
  private static let texts = list(type("string"))
  private static let count = type("integer")

  private static let runnerProperties: JSONObject = [
    "name": text, "title": text, "binary": text, "path": type("string", "null"),
    "found": type("boolean"), "tested_with": text,
    "kind": ["enum": ["headless", "terminal", .null]], "uses": texts,
    "file": type("string", "null"), "parked": type("object", "null"),
    "error": type("string", "null"),
  ]

  static let runner = object(runnerProperties, runnerProperties.keys)

  static let runnerWhole: JSONValue = {
    var properties = runnerProperties
    properties["v"] = count
    for name in [
      "description", "install_hint", "adapter", "tick_command", "worker_command",
      "terminal_command", "documented_tick_command", "documented_worker_command", "worker_note",
    ] { properties[name] = text }
    for name in ["env", "pass_env"] { properties[name] = texts }
    properties["ask_wait"] = type("integer", "null")
    properties["prices"] = type("object")
    return object(properties, properties.keys)
  }()

  static let runnerTest = object(
    [
      "v": count, "runner": text, "ok": type("boolean"),
      "checks": list(
        object(
          [
            "check": text, "status": ["enum": ["ok", "failed", "unchecked"]], "text": text,
            "mend": type("string", "null"),
          ], ["check", "status", "text", "mend"])),
    ], ["v", "runner", "ok", "checks"])

  static let runnerReplay = object(
    [
      "v": count, "runner": text,
      "events": list(object(["type": text], ["type"])),
      "unrecognised": count,
      "outcome": object(["kind": ["enum": ["move", "text", "failure"]]], ["kind"]),
      "usage": object(
        [
          "input": count, "output": count, "cache_read": count, "cache_write": count,
          "usd": type("number", "null"),
          "usd_source": ["enum": ["reported", "imputed", "unknown"]],
        ], ["input", "output", "cache_read", "cache_write", "usd", "usd_source"]),
      "session": type("string", "null"),
    ], ["v", "runner", "events", "unrecognised", "outcome", "usage", "session"])
}
