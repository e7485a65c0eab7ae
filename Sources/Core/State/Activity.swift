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
  /// Whether it received a signal to end.
  package var isStopping = false
  /// What came of the last beat that did not just wait for sensors; the file's time is when it ended.
  package var beat: Beat?

  package init(sensors: [Entry] = [], moves: [Entry] = []) {
    self.sensors = sensors
    self.moves = moves
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

  /// How a beat ended.
  package struct Beat: Sendable, Equatable {
    /// As `beat --json` has it.
    package var outcome: String
    package var text: String

    package init(_ outcome: String, _ text: String) {
      self.outcome = outcome
      self.text = text
    }
  }

  /// What was said last, and when the last beat ended.
  package struct Report: Sendable, Equatable {
    package var activity: Activity
    package var beatAt: Int
  }

  /// What the pulse that is up says; idle when none is up, when it has said nothing yet, or when what
  /// it said has another shape: a later looop's, about which this one knows nothing.
  package static func read(_ directory: DataDirectory) throws(LooopError) -> Activity {
    guard let pid = try DirectoryLock.holder(directory.lock).pid,
      let activity = try last(directory)?.activity, activity.isSaid(by: pid)
    else { return Activity() }
    return activity
  }

  /// Whether the process that has this pid here said so. In a container it has another for itself.
  func isSaid(by holder: Int32) -> Bool {
    pid == Int(holder) || SpacePids.of(holder).last.map(Int.init) == pid
  }

  /// Whoever said it, also of a pulse that is gone.
  package static func last(_ directory: DataDirectory) throws(LooopError) -> Report? {
    guard let record = try Record.read(directory.activity), let activity = try? Activity(record),
      let facts = try FileFacts.of(directory.activity)
    else { return nil }
    return Report(activity: activity, beatAt: facts.modified)
  }

  /// A report and no record: nothing waits for the disk.
  package func save(_ directory: DataDirectory, beatAt: Int) throws(LooopError) {
    try AtomicFile.replace(directory.activity, JSONWriter.line(json), durable: false)
    if beat != nil { FileFacts.touch(directory.activity, at: beatAt) }
  }
}

/// Says what this process does, to whoever asks for the state. What is unchanged is not written again.
package struct ActivityReport {
  private let directory: DataDirectory
  private var said: Activity?
  private var saidBeatAt = 0
  private var saidWake = 0
  /// A disk that cannot be written is tried again after the next beat.
  private var isUnsaid = false
  private var beat: Activity.Beat?
  private var beatAt = 0

  package init(_ directory: DataDirectory) {
    self.directory = directory
    // What cannot be read says nothing; the next report replaces it.
    guard let last = try? Activity.last(directory), last.activity.beat != nil else { return }
    (beat, beatAt) = (last.activity.beat, last.beatAt)
  }

  package mutating func ended(_ beat: Activity.Beat, at now: Int) {
    (self.beat, beatAt) = (beat, now)
  }

  package mutating func say(_ activity: Activity) {
    var now = activity
    now.pid = Int(getpid())
    now.beat = beat
    if now != said || (isUnsaid && beatAt != saidBeatAt) {
      said = now
      // No reason to stop: a disk that cannot be written fails the beats.
      do throws(LooopError) {
        try now.save(directory, beatAt: beatAt)
        isUnsaid = false
      } catch {
        isUnsaid = true
        if now.isStopping { makeRoom(for: now) }
      }
    } else if beatAt != saidBeatAt {
      FileFacts.touch(directory.activity, at: beatAt)
    }
    saidBeatAt = beatAt
  }

  /// On a full disk the former report is room enough for the last word; and where even that cannot be
  /// written, none is left that would tell of a pulse that was killed.
  private mutating func makeRoom(for lastWord: Activity) {
    Folder.remove(directory.activity)
    do throws(LooopError) {
      try lastWord.save(directory, beatAt: beatAt)
      isUnsaid = false
    } catch {}
  }

  /// Says that this process ends, unless another has said by now what it does.
  package mutating func sayEnd() {
    let last = (try? Activity.last(directory)) ?? nil
    guard last?.activity.pid == Int(getpid()) else { return }
    var end = Activity()
    end.isStopping = true
    say(end)
  }

  /// When this process wakes by itself next: the time of an empty file.
  package mutating func wakes(at moment: Int) {
    guard moment != saidWake else { return }
    saidWake = moment
    FileFacts.mark(directory.nextWake, at: moment)
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
    field("stopping", \.isStopping, omitting: false, "whether it received a signal to end")
    field(optional: "beat", \.beat, "the last beat; it ended at the time of the file")
  }
}

extension Activity.Beat: ShapedRecord {
  package static let blank = Self("", "")

  package static let shape = Shape<Self> { field in
    field(needed: "outcome", \.outcome, "how it ended, as `beat --json` has it")
    field("text", \.text, "the same in words")
  }
}

extension Activity.Entry: ShapedRecord {
  package static let blank = Self("", since: 0)

  package static let shape = Shape<Self> { field in
    field(needed: "name", \.name, "a runner, a sensor, or a move in words")
    field(needed: "since", \.since, "when it began")
  }
}
