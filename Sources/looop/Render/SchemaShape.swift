internal import Core

/// The few shapes JSON Schemas are made of here.
enum SchemaShape {
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
}
