internal import Base
internal import Core
internal import YAML

/// Picks the members of a signal or a detail out of what a sensor printed, each by a pointer.
struct ReadingMap: Sendable, Equatable {
  /// A member and where in the output its value stands.
  struct Entry: Sendable, Equatable {
    let name: String
    let pointer: PointerPattern
  }

  /// As many members as a map may have: each may take all of the output once more.
  static let most = 64

  /// In the order written.
  let entries: [Entry]

  /// The map that the value of `key` writes.
  init(_ node: YAMLNode, file: String, key: String) throws(YAMLFailure) {
    guard case .mapping(let members) = node.value, !members.isEmpty else {
      throw Self.failure(file, node, "'\(key)' wants names with pointers, such as {open: /count}")
    }
    guard members.count <= Self.most else {
      throw Self.failure(
        file, node, "'\(key)' has \(members.count) members, \(Self.most) are allowed")
    }
    var entries: [Entry] = []
    for member in members {
      guard let name = member.key.text, !name.isEmpty else {
        throw Self.failure(file, member.key, "'\(key)' has a member without a name")
      }
      guard let text = member.value.json.string, let pointer = PointerPattern(text) else {
        throw Self.failure(
          file, member.value,
          "'\(key)' wants pointers; that of '\(name)' must start with '/', such as /items/0/id, "
            + "or be '' for all")
      }
      entries.append(Entry(name: name, pointer: pointer))
    }
    self.entries = entries
  }

  /// A signal: every pointer must lead somewhere. What several values were gathered into is sorted
  /// when it can be, since their order seldom means anything and must not wake the loop.
  func signal(from raw: JSONValue) -> Result<JSONValue, Problem> {
    var signal = JSONObject()
    for entry in entries {
      guard let value = entry.pointer.value(in: raw) else {
        let (name, pointer) = (entry.name, entry.pointer.text)
        return .failure(
          Problem(
            "'\(Untrusted.oneLine(name))' wants \(Untrusted.oneLine(pointer)), "
              + "and nothing stands there"))
      }
      signal[entry.name] = entry.pointer.isPlural ? Self.sorted(value) : value
    }
    return .success(.object(signal))
  }

  /// A detail: a pointer that leads nowhere gives null, and order stays.
  func detail(from raw: JSONValue) -> JSONValue {
    var detail = JSONObject()
    for entry in entries { detail[entry.name] = entry.pointer.value(in: raw) ?? .null }
    return .object(detail)
  }

  /// Texts by their bytes, numbers by size; a mixture as it is.
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

  private static func failure(_ file: String, _ node: YAMLNode, _ message: String) -> YAMLFailure {
    YAMLFailure(file: file, line: node.line, column: node.column, message: message)
  }
}
