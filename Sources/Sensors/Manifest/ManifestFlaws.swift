internal import YAML

/// What is wrong with a manifest, gathered while it is read: a person mends it all in one go.
final class ManifestFlaws {
  private var found: [YAMLFailure] = []

  /// In the order of the file.
  var list: [YAMLFailure] {
    found.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  var count: Int { found.count }

  func add(_ flaw: YAMLFailure) {
    if !found.contains(flaw) { found.append(flaw) }
  }

  /// What `read` reads; nil when that fails, which is noted.
  func noting<Value>(_ read: () throws(YAMLFailure) -> Value?) -> Value? {
    do throws(YAMLFailure) { return try read() } catch {
      add(error)
      return nil
    }
  }

  /// The mapping that `node` is, without its unknown keys, each of which is noted.
  func mapping(_ node: YAMLNode, file: String, keys: [String]) -> YAMLMapping? {
    guard case .mapping(let members) = node.value else {
      return noting { () throws(YAMLFailure) in
        try YAMLMapping(extensible: node, file: file, keys: keys)
      }
    }
    let known = members.filter { member in
      let alone = YAMLNode(line: node.line, column: node.column, value: .mapping([member]))
      return noting { () throws(YAMLFailure) in
        try YAMLMapping(extensible: alone, file: file, keys: keys)
      } != nil
    }
    let rest = YAMLNode(line: node.line, column: node.column, value: .mapping(known))
    return noting { () throws(YAMLFailure) in
      try YAMLMapping(extensible: rest, file: file, keys: keys)
    }
  }

  /// The mapping at `key`, whose keys are `keys`.
  func mapping(_ key: String, of parent: YAMLMapping, keys: [String]) -> YAMLMapping? {
    parent.node(key).flatMap { mapping($0, file: parent.file, keys: keys) }
  }

  /// The mapping at `key`, whose keys have rows in `ManifestKeys`.
  func part(_ key: String, of parent: YAMLMapping) -> YAMLMapping? {
    mapping(key, of: parent, keys: ManifestKeys.names(below: key))
  }
}

/// Everything that is wrong with a manifest; at least one thing.
struct ManifestFailure: Error {
  let flaws: [YAMLFailure]
}
