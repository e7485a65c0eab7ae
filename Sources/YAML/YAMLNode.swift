/// One node of a YAML document: what was written and where. Aliases are resolved, tags are refused,
/// and scalars stay text: what a scalar means is for the reader who knows the key.
public struct YAMLNode: Sendable, Equatable {
  /// Counted from 1; the column in characters.
  public let line: Int
  public let column: Int
  public let value: Value

  public enum Value: Sendable, Equatable {
    /// `isPlain` when it was written without quotes and not as a block.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    /// In the order written; keys are scalars, and no two are the same.
    case mapping([Member])
  }

  public struct Member: Sendable, Equatable {
    public let key: YAMLNode
    public let value: YAMLNode

    public init(key: YAMLNode, value: YAMLNode) {
      self.key = key
      self.value = value
    }
  }

  public init(line: Int, column: Int, value: Value) {
    self.line = line
    self.column = column
    self.value = value
  }

  /// The text of a scalar.
  public var text: String? { if case .scalar(let text, _) = value { text } else { nil } }

  /// True for nothing at all, `~` and `null`, unless quoted.
  public var isNull: Bool {
    switch value {
    case .scalar(let text, isPlain: true): text.isEmpty || text == "~" || text == "null"
    case .scalar, .sequence, .mapping: false
    }
  }

  /// As in "expected text, found a list".
  var kind: String {
    switch value {
    case .scalar: isNull ? "nothing" : "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
