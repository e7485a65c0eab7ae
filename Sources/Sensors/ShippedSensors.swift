/// The sensors that come with looop, for the data dir's first content.
public enum ShippedSensors {
  public struct Entry: Sendable, Equatable {
    public let name: String
    public let script: [UInt8]
    public let manifest: [UInt8]
  }

  /// One line for each pair of files in `presets/sensors`.
  public static let all: [Entry] = [
    Entry(
      name: "today", script: PackageResources.today_sh, manifest: PackageResources.today_yaml)
  ]
}
