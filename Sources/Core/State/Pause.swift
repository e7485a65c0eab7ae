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
    var doubt: LooopError?
    // What stands already is not written once more to find that out.
    let isNew = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
      if try FileFacts.hasEntry(file) { return false }
      return try AtomicFile.publishNew(file, JSONWriter.line(record))
    }
    if isNew {
      store.chronicle.tell("loop.paused", by: .human) { "paused \($0)" }
    } else {
      try AtomicFile.confirm(file, of: "The pause")
    }
    if let doubt { throw doubt.of("The pause") }
    return isNew
  }

  /// False when it was off already.
  package func end() throws(LooopError) -> Bool {
    var doubt: LooopError?
    let wasOn = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
      try AtomicFile.delete(file)
    }
    if wasOn {
      store.chronicle.tell("loop.resumed", by: .human) { "resumed \($0)" }
    } else {
      try AtomicFile.confirm(file, of: "The end of the pause")
    }
    if let doubt { throw doubt.of("The end of the pause") }
    return wasOn
  }
}
