internal import Base

/// A change of files that sensing calls for. A beat carries them out in order, a dry run does not.
enum SensingWrite {
  case putAside(BrokenFiles.File)
  /// Makes the folders of an inbox, so that they can be watched.
  case prepare(Inbox)
  /// Records a reading of the run at `run` beside the `former` one.
  case record(Reading, former: Reading?, run: Int, duration: Duration)
  /// Removes the messages of these names, which were counted.
  case empty(Inbox, [String])
  /// Removes the readings of all sensors but these.
  case forgetAll(but: Set<Identifier>)

  /// Whether it records a change that must not wait.
  var isUrgent: Bool {
    guard case .record(let reading, let former, _, _) = self else { return false }
    return reading.isUrgent && reading != former
  }
}
