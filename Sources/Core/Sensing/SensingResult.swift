/// Every reading there is now, and what else is watched for a change.
struct SensingResult: Sendable, Equatable {
  /// One for each sensor that has any, sorted by name.
  var readings: [Reading] = []
  /// The paths outside whose change runs a sensor.
  var watched: Set<String> = []
  /// The folders in which pushed readings wait.
  var inboxes: [String] = []
}
