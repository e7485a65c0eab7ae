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
}

extension Roster {
  /// Carries `writes` out. After a failure everything that was to be recorded is read again from the
  /// disk by the next look: what is known here must not run ahead of the files.
  func carryOut(_ writes: [SensingWrite], _ events: EventLog) throws(LooopError) {
    do throws(LooopError) {
      for write in writes { try carryOut(write, events) }
    } catch {
      for case .record(let reading, _, _, _) in writes { forget(reading.sensor) }
      throw error
    }
  }

  private func carryOut(_ write: SensingWrite, _ events: EventLog) throws(LooopError) {
    switch write {
    case .putAside(let file): try BrokenFiles.putAside(file, events)
    case .prepare(let inbox): try inbox.prepare()
    case .record(let reading, let former, let run, let duration):
      let facts = try snapshots.keep(
        reading, former: former, run: run, duration: duration)
      self[reading.sensor]?.isRecorded(as: facts)
    case .empty(let inbox, let names): try inbox.remove(names)
    case .forgetAll(let names): try snapshots.forgetAll(but: names)
    }
  }
}
