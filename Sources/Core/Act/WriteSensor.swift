internal import Base

extension Executor {
  /// Tried first: a draft that does not work leaves the sensor that is there as it is. Its first
  /// reading, with the next beat, is a change: that is what it was written for.
  func writeSensor(_ draft: SensorDraft) throws(LooopError) -> Effect {
    try sensors.trying(draft) { sensor throws(LooopError) in
      guard let sensor else { return }
      try trial.check(sensor)
    }
    try sensors.write(draft)
    return Effect()
  }
}
