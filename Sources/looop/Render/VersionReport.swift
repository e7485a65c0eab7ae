internal import Base
internal import Core

/// What `version` prints for programs.
struct VersionReport: Shaped {
  static let shape = Shape<VersionReport> {
    Field.version
    Field("version", { _ in Version.text }, "of this program")
    Field("format", { _ in DataDirectory.format }, "of the data dirs it writes")
  }
}
