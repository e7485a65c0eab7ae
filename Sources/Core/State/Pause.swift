package import Base

/// Whether decisions are off: the file `paused`, which a human's `pause` writes and `resume` removes.
package struct Pause: Sendable {
  private let store: Store

  package init(_ store: Store) { self.store = store }

  private var file: String { store.directory.paused }

  package func isOn() throws(LooopError) -> Bool { try FileFacts.of(file) != nil }

  /// False when it was on already.
  package func begin() throws(LooopError) -> Bool {
    let record: JSONValue = ["v": 1, "ts": .int(store.clock.now())]
    guard try AtomicFile.publishNew(file, JSONWriter.line(record)) else { return false }
    store.chronicle.tell("loop.paused", by: .human) { "paused \($0)" }
    return true
  }

  /// False when it was off already.
  package func end() throws(LooopError) -> Bool {
    guard try AtomicFile.delete(file) else { return false }
    store.chronicle.tell("loop.resumed", by: .human) { "resumed \($0)" }
    return true
  }
}
