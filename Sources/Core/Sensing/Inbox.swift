internal import CSys

/// Where others leave readings for a sensor, as in a maildir: written in `tmp`, moved to `new`, one
/// file each. No lock is needed, and whoever can write a file can push.
public struct Inbox: Sendable {
  private let folder: String
  private let clock: Clock

  public init(directory: DataDirectory, sensor: Identifier, clock: Clock) {
    folder = "\(directory.inbox)/\(sensor)"
    self.clock = clock
  }

  /// Where they wait; watched by the pulse.
  var new: String { "\(folder)/new" }
  private var temporary: String { "\(folder)/tmp" }

  /// Makes the folders, so that others need not.
  func prepare() throws(LooopError) {
    try Folder.create(new)
    try Folder.create(temporary)
  }

  /// Leaves one; on the disk when this returns. Gives the name of its file.
  public func leave(_ payload: [UInt8]) throws(LooopError) -> String {
    try prepare()
    while true {
      // Sorts by time, whoever leaves it.
      let moment = Monotonic.now().nanoseconds
      let name = "\(clock.now()).\(moment).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
      if try AtomicFile.publishNew("\(new)/\(name)", payload, by: temporary) { return name }
    }
  }

  /// The names of those that wait, in the order they are counted.
  public func waiting() throws(LooopError) -> [String] { try Folder.names(in: new) ?? [] }

  /// One of them; nil when it is gone. Throws when it is nothing that can be read.
  public func payload(_ name: String) throws(LooopError) -> [UInt8]? {
    try AtomicFile.read("\(new)/\(name)")
  }

  /// Takes away those that were counted. What cannot be taken away stays, and is not counted again.
  func remove(_ names: [String]) throws(LooopError) {
    try AtomicFile.delete(names, in: new)
  }
}
