/// The one place that says which version this is.
enum Version {
  static let text = "2.0.0-alpha.1"
}
