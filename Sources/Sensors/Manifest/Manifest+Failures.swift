internal import YAML

extension Manifest {
  /// Every key of a manifest that is wrong by itself, in the order of the file: whoever mends one wants
  /// to know of the others. Empty for a file that is not a mapping.
  static func failures(_ bytes: [UInt8], file: String) -> [YAMLFailure] {
    guard let root = try? YAMLDocument.parse(bytes, file: file),
      case .mapping(let members) = root.value
    else { return [] }
    return members.flatMap { pieces(of: $0) }.compactMap { failure(of: $0, in: root, file) }
  }

  /// A key with each of the keys below it alone.
  private static func pieces(of member: YAMLNode.Member) -> [YAMLNode.Member] {
    guard let name = member.key.text, !ManifestKeys.names(below: name).isEmpty,
      case .mapping(let below) = member.value.value, !below.isEmpty
    else { return [member] }
    return below.map { inner in
      YAMLNode.Member(
        key: member.key,
        value: YAMLNode(
          line: member.value.line, column: member.value.column, value: .mapping([inner])))
    }
  }

  private static func failure(
    of member: YAMLNode.Member, in root: YAMLNode, _ file: String
  ) -> YAMLFailure? {
    let plain = { (text: String) in
      YAMLNode(line: root.line, column: root.column, value: .scalar(text, isPlain: true))
    }
    // What every manifest needs, and what some keys need beside them.
    var members = [member]
    if member.key.text != "description" {
      members.append(.init(key: plain("description"), value: plain("x")))
    }
    if member.key.text == "jitter" {
      members.append(.init(key: plain("every"), value: plain("1d")))
    }
    let alone = YAMLNode(line: root.line, column: root.column, value: .mapping(members))
    do throws(YAMLFailure) {
      _ = try Manifest(
        YAMLMapping(extensible: alone, file: file, keys: ManifestKeys.names))
      return nil
    } catch { return error }
  }
}
