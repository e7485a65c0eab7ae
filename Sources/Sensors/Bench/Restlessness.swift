internal import Base
internal import Core

/// What of a signal changes although the world of a case does not.
enum Restlessness {
  /// The places at which the signals of two runs differ, as pointers. Empty when a run failed: that
  /// says nothing of places.
  static func places(
    _ first: Observation, _ second: Observation, ignoring ignored: [PointerPattern]
  ) -> [String] {
    guard first.status == second.status else { return [] }
    return JSONDifference.pointers(
      ignored.removed(from: first.signal), ignored.removed(from: second.signal))
  }

  /// What the second of two runs in different seconds says against the sensor.
  static func problems(
    _ first: Observation, _ second: Observation, ignoring ignored: [PointerPattern]
  ) -> [String] {
    guard first.status == second.status else {
      let problem = second.problem.map { ": \($0)" } ?? ""
      return ["the second run: \(second.status.rawValue)\(problem)"]
    }
    return places(first, second, ignoring: ignored).map {
      "signal\($0) changed between two runs one second apart: a clock, a counter or a random value"
    }
  }

  /// What is said of places that are different on each of three days.
  static func dayProblems(_ places: [String]) -> [String] {
    places.map {
      "signal\($0) changed between two runs a day apart: a clock. If it is meant to, let the case's"
        + " bin have a `date` of its own, or set `every` or wake.min_interval to 12h or more"
    }
  }
}
