package import Base
internal import Core

/// The manifest as JSON Schema, made from the table of its keys: for editors, and for whoever writes
/// manifests by a program. The parser says more; what the schema refuses, the parser refuses.
package enum ManifestSchema {
  /// Beside the sensors, hidden: an editor finds it without a network.
  package static let fileName = ".manifest.schema.json"
  /// The first line of a manifest that looop writes: editors with the YAML language server read it.
  package static let modeline = "# yaml-language-server: $schema=./\(fileName)\n"

  /// Writes the schema beside the sensors in `folder`, if it is not there.
  package static func write(into folder: String) throws(LooopError) {
    let file = "\(folder)/\(fileName)"
    let bytes = JSONWriter.line(json, .pretty)
    if try AtomicFile.read(file) != bytes { try AtomicFile.replace(file, bytes) }
  }

  package static var json: JSONValue {
    var properties = JSONObject()
    for name in ManifestKeys.names {
      let below = ManifestKeys.names(below: name)
      guard !below.isEmpty else {
        if let row = ManifestKeys.all.first(where: { $0.path == name }) {
          properties[name] = .object(described(row))
        }
        continue
      }
      var members = JSONObject()
      for row in ManifestKeys.all where row.path.hasPrefix("\(name).") {
        members[String(row.path.dropFirst(name.utf8.count + 1))] = .object(described(row))
      }
      properties[name] = .object(closed(members))
    }
    var schema: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "The manifest of a sensor of looop", "required": ["description"],
    ]
    for (key, value) in closed(properties, orNull: false).members { schema[key] = value }
    return .object(schema)
  }

  private static func described(_ row: ManifestKeys.Row) -> JSONObject {
    var schema = forms[row.path] ?? form(row.type)
    schema["description"] = .string(row.meaning.replacing("`", with: ""))
    return schema
  }

  // MARK: Forms

  // A key without a value counts as absent everywhere, so null fits everywhere.

  /// Any scalar reads as text.
  private static let text: JSONObject = ["type": ["string", "number", "boolean", "null"]]
  private static let length: JSONObject = [
    "type": ["string", "integer", "null"], "pattern": "^[0-9]+[smhd]?$", "minimum": 0,
  ]
  private static let pointer: JSONObject = ["type": "string", "pattern": "^(/.*)?$"]

  private static func list(_ items: JSONObject) -> JSONObject {
    ["type": ["array", "null"], "items": .object(items)]
  }

  private static func words(_ words: [String]) -> JSONObject {
    ["enum": .array(words.map(JSONValue.string) + [.null])]
  }

  private static func whole(_ range: ClosedRange<Int>) -> JSONObject {
    [
      "type": ["integer", "null"], "minimum": .int(range.lowerBound),
      "maximum": .int(range.upperBound),
    ]
  }

  private static func map(_ values: JSONObject) -> JSONObject {
    ["type": ["object", "null"], "additionalProperties": .object(values)]
  }

  /// A mapping of these keys, and of the author's own.
  private static func closed(_ members: JSONObject, orNull: Bool = true) -> JSONObject {
    [
      "type": orNull ? ["object", "null"] : "object", "properties": .object(members),
      "patternProperties": ["^x-": [:]], "additionalProperties": false,
    ]
  }

  /// By what the table says that a key holds; anything fits what it cannot read.
  private static func form(_ type: String) -> JSONObject {
    switch type {
    case "text", "path": return text
    case "length of time": return length
    case "`true` or `false`": return ["type": ["boolean", "null"]]
    case "list of pointers": return list(pointer)
    default: break
    }
    if type.hasPrefix("list of ") {
      let what = String(type.dropFirst(8))
      return list(choice(what).map { ["enum": .array($0.map(JSONValue.string))] } ?? item)
    }
    let numbers = type.split(separator: " ").map { Int($0) }
    if numbers.count == 3, let least = numbers[0], let most = numbers[2] {
      return whole(least...most)
    }
    return choice(type).map(words) ?? [:]
  }

  private static let item: JSONObject = ["type": ["string", "number", "boolean"]]

  /// The words of "`a`, `b` or `c`"; nil for any other text.
  private static func choice(_ type: String) -> [String]? {
    let parts = type.replacing(" or ", with: ", ").split(separator: ", ")
    let isChoice = parts.allSatisfy { $0.count > 2 && $0.hasPrefix("`") && $0.hasSuffix("`") }
    return isChoice ? parts.map { String($0.dropFirst().dropLast()) } : nil
  }

  /// Those whose row does not say all.
  private static let forms: [String: JSONObject] = [
    "description": [
      "type": ["string", "number", "boolean"], "minLength": 1, "maxLength": 200,
    ],
    "max_bytes": whole(Manifest.sizes),
    "run.environment": map(text),
    "run.exit_codes": [
      "type": ["string", "object", "null"], "pattern": "^(plain|nagios)$",
      "patternProperties": [
        "^[0-9]{1,3}$": .object(words(Manifest.ExitMeaning.allCases.map(\.rawValue)))
      ],
      "additionalProperties": false,
    ],
    "wake.tolerance": map(["type": "number", "minimum": 0]),
    "wake.flap": closed([
      "after": .object(whole(2...100)), "within": .object(length),
      "action": .object(words(["flag", "mute"])),
    ]),
    // One entry may stand without a list.
    "quiet_hours": {
      let hours = closed([
        "days": .object(list(["type": "string", "pattern": .string(days)])),
        "from": .object(time), "to": .object(time),
      ])
      var either = hours
      either["type"] = ["object", "array", "null"]
      either["items"] = .object(hours)
      return either
    }(),
    "signal": map(pointer), "detail": map(pointer),
    "signal_schema": ["type": ["object", "boolean", "null"]],
    "inputs": map(
      closed([
        "description": .object(text), "required": ["type": ["boolean", "null"]],
        "default": .object(text), "enum": .object(list(item)), "pattern": .object(text),
      ])),
    "secrets": list(["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*[?]?$"]),
    "push": closed([
      "dedupe": .object(pointer), "max_per_minute": .object(whole(1...6_000)),
      "keep": .object(whole(1...200)),
    ]),
  ]

  /// In letters of either case.
  private static let days: String = {
    let names = QuietHours.names.map { name in
      name.map { "[\($0.uppercased())\($0)]" }.joined()
    }
    return "^(\(names.joined(separator: "|")))$"
  }()

  private static let time: JSONObject = [
    "type": ["string", "null"], "pattern": "^[0-9]{1,2}:[0-9]{1,2}$",
  ]
}
