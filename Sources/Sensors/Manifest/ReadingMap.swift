internal import Base
internal import YAML

/// Builds a signal or a detail from a sensor's output, each member by a pointer.
struct ReadingMap: Sendable, Equatable {
  /// A member and the pointer to its value in the output.
  struct Entry: Sendable, Equatable {
    let name: String
    let pointer: PointerPattern
  }

  /// The most members of a map: each may copy the whole output.
  static let most = 64

  /// In the order written.
  let entries: [Entry]

  /// Reads the map at `key`.
  init(_ node: YAMLNode, file: String, key: String) throws(YAMLFailure) {
    guard case .mapping(let members) = node.value, !members.isEmpty else {
      throw YAMLFailure(
        file: file, at: node,
        "'\(key)' must be a mapping of names to pointers, such as {open: /count}")
    }
    guard members.count <= Self.most else {
      throw YAMLFailure(
        file: file, at: node, "'\(key)' has \(members.count) members, \(Self.most) are allowed")
    }
    var entries: [Entry] = []
    for member in members {
      guard let name = member.key.text, !name.isEmpty else {
        throw YAMLFailure(file: file, at: member.key, "'\(key)' has a member without a name")
      }
      guard let text = member.value.json.string, let pointer = PointerPattern(text) else {
        throw YAMLFailure(
          file: file, at: member.value,
          "'\(key)': the pointer of '\(name)' must start with '/', such as /items/0/id, "
            + "or be '' for the whole")
      }
      entries.append(Entry(name: name, pointer: pointer))
    }
    self.entries = entries
  }

  /// A signal: every pointer must find a value. Lists gathered from several values are sorted where
  /// possible, since their order seldom matters and must not wake the loop.
  func signal(from raw: JSONValue) -> Result<JSONValue, Problem> {
    var signal = JSONObject()
    for entry in entries {
      guard let value = entry.pointer.value(in: raw) else {
        let (name, pointer) = (entry.name, entry.pointer.text)
        return .failure(
          Problem(
            "'\(Untrusted.oneLine(name))' needs \(Untrusted.oneLine(pointer)), "
              + "which the output does not have"))
      }
      signal[entry.name] = entry.pointer.isPlural ? Self.sorted(value) : value
    }
    return .success(.object(signal))
  }

  /// A detail: a pointer that finds nothing gives null, and lists keep their order.
  func detail(from raw: JSONValue) -> JSONValue {
    var detail = JSONObject()
    for entry in entries { detail[entry.name] = entry.pointer.value(in: raw) ?? .null }
    return .object(detail)
  }

  /// Texts by their bytes, numbers by size; mixed lists stay as they are.
  private static func sorted(_ value: JSONValue) -> JSONValue {
    guard let elements = value.array else { return value }
    let texts = elements.compactMap(\.string)
    if texts.count == elements.count {
      let sorted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      return .array(sorted.map(JSONValue.string))
    }
    let numbers = elements.compactMap(JSONNumber.init)
    guard numbers.count == elements.count else { return value }
    return .array(numbers.sorted().map(\.value))
  }
}
