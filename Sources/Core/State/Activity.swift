package import Base
internal import CSys

/// What a pulse is doing that takes time, in `.activity.json`: it says nothing once that pulse is gone.
package struct Activity: Sendable, Equatable {
  /// The pulse's.
  package var pid = 0
  /// The call of a runner under way.
  package var deciding: Entry?
  /// The sensors that have run for a second or longer.
  package var sensors: [Entry] = []
  /// Those of them that a decision waits for.
  package var awaited: [String] = []
  /// The moves under way: commands, trials of sensors, ends of workers.
  package var moves: [Entry] = []

  package init(sensors: [Entry] = [], moves: [Entry] = []) {
    self.sensors = sensors
    self.moves = moves
  }

  static var ofThisProcess: Activity {
    var activity = Activity()
    activity.pid = Int(getpid())
    return activity
  }

  /// Something that goes on.
  package struct Entry: Sendable, Equatable {
    /// A runner, a sensor, or a move in words.
    package var name: String
    /// The clock's second in which it began.
    package var since: Int

    package init(_ name: String, since: Int) {
      self.name = name
      self.since = since
    }
  }

  package var isIdle: Bool { deciding == nil && sensors.isEmpty && moves.isEmpty }

  /// What the pulse that is up says; idle when none is up, when it has said nothing yet, or when what
  /// it said has another shape: a later looop's, about which this one knows nothing.
  package static func read(_ directory: DataDirectory) throws(LooopError) -> Activity {
    guard let pid = try DirectoryLock.holder(directory.lock),
      let record = try Record.read(directory.activity),
      let activity = try? Activity(record), activity.pid == Int(pid)
    else { return Activity() }
    return activity
  }

  /// A report and no record: nothing waits for the disk.
  package func save(_ directory: DataDirectory) throws(LooopError) {
    try AtomicFile.replace(directory.activity, JSONWriter.line(json), durable: false)
  }
}

extension Activity: ShapedRecord {
  package static let blank = Activity()

  /// As `.activity.json` and `state --json` have it.
  package static let shape = Shape<Activity> { field in
    field.version()
    field("pid", \.pid, omitting: 0, "the pulse that says so; left out when none does")
    field("deciding", \.deciding, "the runner that is asked; null for none")
    field("sensors", \.sensors, "the sensors that have run for a second or longer")
    field("awaited", \.awaited, omitting: [], "those of them that a decision waits for")
    field("moves", \.moves, "the moves that are being carried out")
  }
}

extension Activity.Entry: ShapedRecord {
  package static let blank = Self("", since: 0)

  package static let shape = Shape<Self> { field in
    field(needed: "name", \.name, "a runner, a sensor, or a move in words")
    field(needed: "since", \.since, "when it began")
  }
}
