internal import Base
internal import CSys

/// Lines typed at the terminal, as a source for the poll.
final class TypedLines: PollSource {
  private var splitter = LineSplitter()
  private var lines: [String] = []
  private(set) var isOpen = true

  var descriptors: [Int32] { isOpen ? [0] : [] }
  var deadline: Monotonic? { nil }

  func handle(ready: Set<Int32>) {
    guard ready.contains(0) else { return }
    var buffer = [UInt8](repeating: 0, count: 1_024)
    let count = read(0, &buffer, buffer.count)
    // Another reader of the terminal may have taken what there was.
    if count < 0, [EINTR, EAGAIN].contains(csys_errno()) { return }
    guard count > 0 else {
      isOpen = false
      return
    }
    splitter.add(buffer[0..<count]) { lines.append(String(decoding: $0, as: UTF8.self)) }
  }

  func next() -> String? { lines.isEmpty ? nil : lines.removeFirst() }
}
