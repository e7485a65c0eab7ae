package import Base
internal import CSys

/// Where readings are pushed to a sensor, as into a maildir: one file each, written in `tmp` and
/// moved to `new`. No lock is needed, and whoever can write a file can push.
package struct Inbox: Sendable {
  private let folder: String
  private let clock: Clock

  package init(directory: DataDirectory, sensor: Identifier, clock: Clock) {
    folder = "\(directory.inbox)/\(sensor)"
    self.clock = clock
  }

  /// Where pushed readings wait; watched by the pulse.
  var new: String { "\(folder)/new" }
  private var temporary: String { "\(folder)/tmp" }

  /// Whether the folders are there. Throws `E_WRITE` when something else is where they belong.
  func isPrepared() throws(LooopError) -> Bool {
    for path in [folder, new] where !Folder.exists(path) {
      guard try FileFacts.of(path) == nil else {
        throw AtomicFile.failure("create", new, errno: ENOTDIR)
      }
      return false
    }
    return true
  }

  /// Creates the folders, so that a sender need not.
  func prepare() throws(LooopError) {
    try Folder.create([new, temporary])
  }

  /// Writes one pushed reading, on the disk when this returns. `acknowledge` gets the name of its file
  /// before it counts: it does not when that throws. Returns that name.
  @discardableResult
  package func leave(
    _ payload: [UInt8], acknowledge: (String) throws(LooopError) -> Void = { _ in }
  ) throws(LooopError) -> String {
    try prepare()
    // Sorts by time across processes: the monotonic clock, in twenty digits.
    let moment = String(Monotonic.now().nanoseconds)
    let padded = String(repeating: "0", count: max(0, 20 - moment.utf8.count)) + moment
    let name = "\(clock.now()).\(padded).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
    try AtomicFile.deliver("\(new)/\(name)", payload, by: temporary) { () throws(LooopError) in
      try acknowledge(name)
    }
    return name
  }

  /// Finishes what a power cut undid, or a sender that died left undone: it may have been acknowledged.
  private func finishDeliveries() throws(LooopError) {
    let limit = clock.now() - Self.longestDelivery.seconds
    for (kept, name) in try AtomicFile.undelivered(in: temporary, before: limit) {
      try prepare()
      _ = try AtomicFile.consume(kept, to: "\(new)/\(name)")
    }
  }

  private static let longestDelivery = Duration.minutes(1)

  /// One pushed reading that waits.
  struct Message: Equatable {
    let name: String
    /// Its name and its file's identity, which differs for a later file of the same name.
    let mark: String
  }

  /// Those that wait, in the order they are counted.
  func messages() throws(LooopError) -> [Message] {
    try finishDeliveries()
    var messages: [Message] = []
    for name in try waiting() {
      // Gone since the listing: it was counted or removed.
      guard let stamp = try FileFacts.entryStamp("\(new)/\(name)") else { continue }
      messages.append(Message(name: name, mark: "\(name) \(stamp)"))
    }
    return messages
  }

  /// The names of those that wait.
  package func waiting() throws(LooopError) -> [String] { try Folder.names(in: new) ?? [] }

  /// The content of one; nil when it is gone. Throws when it cannot be read.
  package func payload(_ name: String) throws(LooopError) -> [UInt8]? {
    // A link to nothing is no message.
    let path = "\(new)/\(name)"
    return try FileFacts.of(path) == nil ? nil : try AtomicFile.read(path, following: false)
  }

  /// Removes those that were counted. One that cannot be removed stays, and is not counted again.
  func remove(_ names: [String]) throws(LooopError) {
    try AtomicFile.delete(names, in: new)
  }
}
