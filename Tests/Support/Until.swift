/// Awaits a condition, and says what it saw when it gives up.
public enum Until {
  public struct GaveUp: Error, CustomStringConvertible {
    public let description: String
  }

  /// Bounds a hang, not slowness: however loaded the machine is, whatever is still going on takes
  /// less. Only a test that fails waits so long. Less than the interval of a `Sandbox`, or a look
  /// that merely came due would pass for a wake.
  public static let patience = 180.0
  /// The same for what takes a length of time.
  public static let limit = Duration.seconds(patience)

  /// The first value that is not nil. `saw` is asked once, when the time is over. What is long but
  /// gets on says so with `progress`: with each new value of it the time starts again.
  public static func get<Value>(
    _ what: String, within seconds: Double = patience, saw: () -> String = { "nothing" },
    progress: () -> Int = { 0 }, _ look: () async throws -> Value?
  ) async throws -> Value {
    var limit = ContinuousClock.now.advanced(by: .seconds(seconds))
    var reached = progress()
    while true {
      if let value = try await look() { return value }
      guard ContinuousClock.now < limit else {
        throw GaveUp(description: "no sign of \(what) within \(seconds) s; saw: \(saw())")
      }
      if case let now = progress(), now != reached {
        (reached, limit) = (now, ContinuousClock.now.advanced(by: .seconds(seconds)))
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  public static func holds(
    _ what: String, within seconds: Double = patience, saw: () -> String = { "nothing" },
    progress: () -> Int = { 0 }, _ condition: () async throws -> Bool
  ) async throws {
    let _: Bool = try await get(what, within: seconds, saw: saw, progress: progress) {
      try await condition() ? true : nil
    }
  }
}
