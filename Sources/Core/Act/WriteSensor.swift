internal import Base

extension Executor {
  /// Tried first: a draft that does not work leaves the sensor that is there as it is. Its first
  /// reading, with the next beat, is a change: that is what it was written for.
  func writeSensor(_ draft: SensorDraft, beat: String, whenEnded: @escaping Ending) {
    let sensors = loop.sensors
    let write = { (problem: LooopError?) in
      do throws(LooopError) {
        if let problem { throw problem }
        try sensors.write(draft)
        whenEnded(.success(Effect()))
      } catch { whenEnded(.failure(error)) }
    }
    do throws(LooopError) {
      guard let sensor = try sensors.stage(draft, trial: beat) else { return write(nil) }
      SensorTrial(store: loop.store, children: children).check(sensor) { problem in
        sensors.unstage(trial: beat)
        write(problem)
      }
    } catch { write(error) }
  }
}
