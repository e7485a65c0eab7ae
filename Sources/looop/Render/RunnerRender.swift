internal import Base
internal import Core

/// A preset, for a program and for a person. Of variables only the names are ever shown: a value
/// may be a secret.
struct RunnerRender {
  let preset: RunnerPreset
  /// Where its program is; nil when it is not found, or when it needs none.
  let path: String?
  /// How a worker started by its worker command lives.
  let kind: WorkerKind
  /// What the config uses it for: `tick`, `worker`.
  let uses: [String]
  /// The user's own file it comes from; nil when it ships with looop.
  let file: String?
  /// Why it is left alone now; nil when it is not.
  let parked: ParkedRunner?

  var isFound: Bool { path != nil || preset.binary.isEmpty }

  private var located: String {
    path.map(Untrusted.oneLine) ?? (preset.binary.isEmpty ? "needs no program" : "not found")
  }

  // MARK: In a list

  var row: JSONValue {
    [
      "name": .string(preset.name), "title": .string(preset.title),
      "binary": .string(preset.binary), "path": JSONValue(path), "found": .bool(isFound),
      "tested_with": .string(preset.testedWith), "kind": .string(kind.rawValue),
      "uses": .array(uses.map(JSONValue.string)), "file": JSONValue(file),
      "parked": parked.map { .object($0.json) } ?? .null, "error": .null,
    ]
  }

  /// A preset whose file is not acceptable.
  static func row(broken name: String, _ error: LooopError) -> JSONValue {
    var row: JSONObject = ["name": .string(name)]
    for key in ["title", "binary", "tested_with"] { row[key] = "" }
    for key in ["path", "kind", "file", "parked"] { row[key] = .null }
    row["found"] = false
    row["uses"] = []
    row["error"] = .string(error.message)
    return .object(row)
  }

  /// Name, title, where its program is, and what is to be said of it.
  var cells: [String] {
    var notes = [kind.rawValue]
    if !preset.testedWith.isEmpty { notes.append("tried with \(preset.testedWith)") }
    if file != nil { notes.append("your own preset") }
    if !uses.isEmpty { notes.append("the config's \(uses.joined(separator: " and "))") }
    if let parked { notes.append(parked.text) }
    return [preset.name, preset.title, located, notes.joined(separator: "; ")]
      .map(Untrusted.oneLine)
  }

  /// As `cells`, of a preset whose file is not acceptable.
  static func cells(broken name: String, _ error: LooopError) -> [String] {
    [name, "broken", error.message].map(Untrusted.oneLine)
  }

  // MARK: Whole

  var json: JSONValue {
    guard var object = row.object else { return row }
    object["v"] = 1
    object["description"] = .string(preset.description)
    object["install_hint"] = .string(preset.installHint)
    object["adapter"] = .string(preset.adapter)
    object["tick_command"] = .string(preset.tickCommand)
    object["worker_command"] = .string(preset.workerCommand)
    object["terminal_command"] = .string(preset.terminalCommand)
    object["documented_tick_command"] = .string(preset.documentedTickCommand)
    object["documented_worker_command"] = .string(preset.documentedWorkerCommand)
    object["env"] = .array(preset.environment.keys.sorted().map(JSONValue.string))
    object["pass_env"] = .array(preset.passEnvironment.map(JSONValue.string))
    object["ask_wait"] = JSONValue(preset.askWait?.seconds)
    object["worker_note"] = .string(preset.workerNote)
    var prices = JSONObject()
    for (model, price) in preset.prices.models.sorted(by: { $0.key < $1.key }) {
      prices[model] = [
        "input": .double(price.input), "output": .double(price.output),
        "cache_read": .double(price.cacheRead), "cache_write": .double(price.cacheWrite),
      ]
    }
    object["prices"] = .object(prices)
    return .object(object)
  }

  var text: String {
    let commands = [
      ("tick", preset.tickCommand), ("worker", preset.workerCommand),
      ("terminal", preset.terminalCommand), ("documented tick", preset.documentedTickCommand),
      ("documented worker", preset.documentedWorkerCommand),
    ]
    let facts = [
      ("runner", "\(preset.name): \(preset.title)"), ("about", preset.description),
      ("program", isFound ? located : "not found. \(preset.installHint)"),
      ("comes from", file ?? "looop itself"), ("tried with", preset.testedWith),
      ("adapter", preset.adapter),
      ("at rest", parked?.text ?? ""),
      ("worker kind", kind.rawValue), ("used by config", uses.joined(separator: " and ")),
    ]
    let names = [
      ("sets", preset.environment.keys.sorted().joined(separator: " ")),
      ("passes", preset.passEnvironment.joined(separator: " ")),
      ("ask waits", preset.askWait.map { "\($0) s" } ?? ""),
      ("workers are told", preset.workerNote),
    ]
    let models = preset.prices.models.sorted { $0.key < $1.key }
    let rows = models.map { model, price in
      (
        "",
        "\(model): \(price.input) in, \(price.output) out, \(price.cacheRead) read from cache,"
          + " \(price.cacheWrite) written to it"
      )
    }
    let prices = [("prices", rows.isEmpty ? "" : "US dollars for a million tokens")] + rows
    return (facts + commands + names + prices).filter { !$0.1.isEmpty }
      .map { TextLayout.column($0, 19) + Untrusted.oneLine($1) }
      .joined(separator: "\n")
  }
}
