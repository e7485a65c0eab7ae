internal import Base

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
