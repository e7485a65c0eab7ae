/// The notifiers that ship with looop.
enum ShippedNotifiers {
  struct Entry: Sendable {
    let name: String
    let manifest: [UInt8]
    let script: [UInt8]
    var listener: [UInt8]?
  }

  /// One line for the files of each in `presets/notify`.
  static let all: [Entry] = [
    Entry(
      name: "ntfy", manifest: PackageResources.ntfy_yaml, script: PackageResources.ntfy_sh,
      listener: PackageResources.ntfy_listen_sh),
    Entry(
      name: "webhook", manifest: PackageResources.webhook_yaml,
      script: PackageResources.webhook_sh),
  ]
}
