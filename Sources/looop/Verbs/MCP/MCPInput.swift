internal import Base
internal import CSys

/// The client's lines, as they come on standard input.
final class MCPInput: PollSource {
  private static let piece = 64 << 10

  // One byte more than is accepted shows that a line is too long.
  private var splitter = LineSplitter(limit: MCPMessage.limit + 1)
  private var lines: [[UInt8]] = []
  /// Whether there is nothing more to come.
  private(set) var isOver = false
  private(set) var problem: LooopError?

  var descriptors: [Int32] { isOver ? [] : [0] }
  var deadline: Monotonic? { nil }

  func handle(ready: Set<Int32>) {
    guard ready.contains(0) else { return }
    var bytes = [UInt8](repeating: 0, count: Self.piece)
    let count = Descriptor.read(0, into: &bytes)
    if count > 0 { return splitter.add(bytes[..<count]) { lines.append(Array($0)) } }
    isOver = true
    splitter.finish { lines.append(Array($0)) }
    // A client that was killed leaves a broken connection, which is an end like another.
    if count < 0, -count != Int(ECONNRESET) {
      problem = AtomicFile.failure("read", "standard input", errno: Int32(-count))
    }
  }

  /// The lines since the last call.
  func take() -> [[UInt8]] {
    defer { lines = [] }
    return lines
  }
}
