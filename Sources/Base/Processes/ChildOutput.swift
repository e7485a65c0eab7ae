internal import CSys

/// Our end of a child's output: reads what is there without blocking, a bounded amount at a time.
package struct ChildOutput {
  /// The most that one turn reads, so that a flooding child cannot hold up the poll.
  private static let piece = 64 << 10
  private static let pieces = 16

  package private(set) var descriptor: Int32

  /// Owns `descriptor`, which must be non-blocking; -1 for none.
  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isOpen: Bool { descriptor >= 0 }

  package mutating func read(_ each: (ArraySlice<UInt8>) -> Void) {
    guard isOpen else { return }
    var buffer = [UInt8](repeating: 0, count: Self.piece)
    for _ in 0..<Self.pieces {
      let count = CSys.read(descriptor, &buffer, buffer.count)
      if count > 0 {
        each(buffer[0..<count])
      } else if count < 0, csys_errno() == EINTR {
        continue
      } else {
        // A terminal whose other side is closed gives EIO.
        if count == 0 || csys_errno() != EAGAIN { close() }
        return
      }
    }
  }

  package mutating func close() {
    if isOpen { _ = CSys.close(descriptor) }
    descriptor = -1
  }
}
