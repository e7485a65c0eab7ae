/// One node of a YAML document: what was written, and where. Aliases are resolved, tags are refused,
/// and scalars stay text: their meaning depends on the key.
package struct YAMLNode: Sendable, Equatable {
  /// Counted from 1; the column in characters.
  package let line: Int
  package let column: Int
  package let value: Value

  package enum Value: Sendable, Equatable {
    /// `isPlain` when it was written without quotes and not as a block.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    /// In the order written; keys are distinct scalars.
    case mapping([Member])
  }

  package struct Member: Sendable, Equatable {
    package let key: YAMLNode
    package let value: YAMLNode

    package init(key: YAMLNode, value: YAMLNode) {
      self.key = key
      self.value = value
    }
  }

  package init(line: Int, column: Int, value: Value) {
    self.line = line
    self.column = column
    self.value = value
  }

  /// The text of a scalar.
  package var text: String? { if case .scalar(let text, _) = value { text } else { nil } }

  /// True for an empty value, `~` and `null`, unless quoted.
  package var isNull: Bool {
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
