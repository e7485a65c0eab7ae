internal import Base

extension Roster {
  /// Carries `writes` out. After a failure the next look reads those sensors from the disk again, so
  /// that what is known here never runs ahead of the files.
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
      let facts = try snapshots.record(
        reading, former: former, run: run, duration: duration)
      self[reading.sensor]?.markRecorded(as: facts)
    case .empty(let inbox, let names): try inbox.remove(names)
    case .forgetAll(let names): try snapshots.forgetAll(but: names)
    }
  }
}
