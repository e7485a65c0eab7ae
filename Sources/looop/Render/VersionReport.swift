internal import Base
internal import Core

/// What `version` prints for programs.
struct VersionReport: Shaped {
  static let shape = Shape<VersionReport> { field in
    field.version()
    field("version", { _ in Version.text }, "of this program")
    field("format", { _ in DataDirectory.format }, "of the data dirs it writes")
  }
}
