/// Awaits a condition, and says what it saw when it gives up.
public enum Until {
  public struct GaveUp: Error, CustomStringConvertible {
    public let description: String
  }

  /// Enough for a loaded machine; a test that fails is the only one that waits so long.
  public static let patience = 20.0

  /// The first value that is not nil. `saw` is asked once, when the time is over.
  public static func get<Value>(
    _ what: String, within seconds: Double = patience, saw: () -> String = { "nothing" },
    _ look: () async throws -> Value?
  ) async throws -> Value {
    let limit = ContinuousClock.now.advanced(by: .seconds(seconds))
    while true {
      if let value = try await look() { return value }
      guard ContinuousClock.now < limit else {
        throw GaveUp(description: "no sign of \(what) within \(seconds) s; saw: \(saw())")
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  public static func holds(
    _ what: String, within seconds: Double = patience, saw: () -> String = { "nothing" },
    _ condition: () async throws -> Bool
  ) async throws {
    let _: Bool = try await get(what, within: seconds, saw: saw) {
      try await condition() ? true : nil
    }
  }
}
