/// Where and why a YAML document is not acceptable.
public struct YAMLFailure: Error, Sendable, Equatable, CustomStringConvertible {
  public let file: String
  /// Counted from 1; the column in characters.
  public let line: Int
  public let column: Int
  public let message: String

  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// `file:line:column: message`, as compilers print it.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// How much a document may hold. The defaults are far above any file of ours and far below what
/// hurts.
public struct YAMLLimits: Sendable, Equatable {
  public var bytes: Int
  /// How deep collections may nest.
  public var depth: Int
  /// An alias counts as many nodes as the thing it stands for.
  public var nodes: Int

  public init(bytes: Int, depth: Int, nodes: Int) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }

  public static let standard = YAMLLimits(bytes: 64 * 1024, depth: 32, nodes: 10_000)
}
