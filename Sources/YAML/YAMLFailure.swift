/// Where and why a YAML document is refused.
package struct YAMLFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package let file: String
  /// Counted from 1; the column in characters.
  package let line: Int
  package let column: Int
  package let message: String

  package init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// A failure at `node`.
  package init(file: String, at node: YAMLNode, _ message: String) {
    self.init(file: file, line: node.line, column: node.column, message: message)
  }

  /// `file:line:column: message`, as compilers print it.
  package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// How much a document may hold. The defaults are far above any file of ours and far below what
/// costs noticeable time or memory.
package struct YAMLLimits: Sendable, Equatable {
  package var bytes: Int
  /// How deep collections may nest.
  package var depth: Int
  /// An alias counts as many nodes as its target.
  package var nodes: Int

  package init(bytes: Int, depth: Int, nodes: Int) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }

  package static let standard = YAMLLimits(bytes: 64 * 1024, depth: 32, nodes: 10_000)
}
