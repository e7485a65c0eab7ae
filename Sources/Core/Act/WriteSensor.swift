internal import Base

extension Executor {
  /// Tried first: a draft that does not work leaves the sensor that is there as it is. Its first
  /// reading, with the next beat, is a change: that is what it was written for. Nothing is written
  /// over files that changed since they were ruled or shown (`replaced`), nor during the trial.
  func writeSensor(
    _ draft: SensorDraft, over replaced: String?, beat: String, whenEnded: @escaping Ending
  ) {
    let sensors = loop.sensors
    do throws(LooopError) {
      let standing = try sensors.standing(of: draft.name, since: "the move was ruled", replaced)
      let write = { (problem: LooopError?) in
        do throws(LooopError) {
          if let problem { throw problem }
          try sensors.write(draft, over: standing)
          whenEnded(.success(Effect()))
        } catch { whenEnded(.failure(error)) }
      }
      guard let sensor = try sensors.stage(draft, trial: beat) else { return write(nil) }
      SensorTrial(store: loop.store, children: children).check(sensor) { problem in
        sensors.unstage(trial: beat)
        write(problem)
      }
    } catch { whenEnded(.failure(error)) }
  }
}
