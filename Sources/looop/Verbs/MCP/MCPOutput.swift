internal import Base

/// The lines to the client. What it does not read waits here, and nothing else waits for it.
final class MCPOutput: PollSource {
  /// What a pipe that has room takes without making the writer wait.
  private static let piece = 4_096
  /// Beyond this nothing more is read from the client, until it reads.
  private static let most = 16 << 20
  /// How long a client that ended its input may take to read what is left.
  private static let patience = Duration.seconds(5)

  private var pending: [UInt8] = []
  /// How much of it is written.
  private var done = 0

  var isEmpty: Bool { done == pending.count }
  var isFull: Bool { pending.count - done > Self.most }

  var descriptors: [Int32] { [] }
  var outlets: [Int32] { isEmpty ? [] : [1] }
  var deadline: Monotonic? { nil }

  func handle(ready: Set<Int32>) { flush() }

  func send(_ message: JSONObject) {
    pending += JSONWriter.line(.object(message))
    flush()
  }

  /// Writes what there is room for.
  private func flush() {
    while !isEmpty, Console.takesOutput, Descriptor.hasRoom(1) {
      let end = min(done + Self.piece, pending.count)
      Console.put(Array(pending[done..<end]))
      done = end
    }
    if isEmpty || !Console.takesOutput {
      (pending, done) = ([], 0)
    } else if done > Self.most {
      pending.removeFirst(done)
      done = 0
    }
  }

  /// Waits until all is written, and no longer than the client has patience left; whether it is.
  func drain(_ poller: Poller) -> Bool {
    let limit = Monotonic.now() + Self.patience
    while !isEmpty, Console.takesOutput, !poller.isStopping, Monotonic.now() < limit {
      poller.turn([self], until: limit)
    }
    return isEmpty && Console.takesOutput
  }
}
