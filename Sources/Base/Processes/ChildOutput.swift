internal import CSys

/// Our end of what a child writes to: read as far as it goes, a bounded amount at a time.
package struct ChildOutput {
  /// Read in one turn at most: a child that floods must not keep the poll waiting.
  private static let piece = 64 << 10
  private static let pieces = 16

  package private(set) var descriptor: Int32

  /// Takes over a descriptor that does not block; -1 for none.
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
        // A terminal that nobody holds open any more says EIO.
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
