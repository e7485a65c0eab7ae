package import Base

/// The files of a new sensor: a small working example, switched off, with its first test case.
package struct SensorScaffold: Sendable {
  package struct File: Sendable, Equatable {
    /// Relative to the sensors' folder.
    package let path: String
    package let content: String
    package let mode: UInt32
  }

  package let name: Identifier
  /// Whether its readings are pushed.
  package let isPushed: Bool

  package init(name: Identifier, isPushed: Bool) {
    self.name = name
    self.isPushed = isPushed
  }

  /// In the order to write them: the manifest first, which switches the sensor off, so that half of
  /// the files neither run nor count as broken.
  package var files: [File] {
    var files = [file(".yaml", ManifestSchema.modeline + (isPushed ? pushManifest : manifest))]
    if !isPushed { files.append(file(".sh", script, mode: 0o700)) }
    if isPushed {
      files.append(file("\(example)/pushed.json", JSONWriter.text(Self.pushed, .pretty) + "\n"))
    }
    let expected = isPushed ? Self.expectedPushed : Self.expected
    files.append(file("\(example)/expected.json", JSONWriter.text(expected, .pretty) + "\n"))
    return files
  }

  /// The names that must be free.
  package var occupied: [String] {
    SensorFileName.Role.allCases.map { "\(name)\($0.rawValue)" } + ["\(name)\(SensorCase.ending)"]
  }

  private var example: String { "\(SensorCase.ending)/first" }

  private func file(_ ending: String, _ content: String, mode: UInt32 = 0o600) -> File {
    File(path: "\(name)\(ending)", content: content, mode: mode)
  }

  private var script: String { text(PackageResources.scaffold_sh) }
  private var manifest: String { text(PackageResources.scaffold_yaml) }
  private var pushManifest: String { text(PackageResources.scaffold_push_yaml) }

  private func text(_ template: [UInt8]) -> String {
    String(decoding: template, as: UTF8.self).replacing("NAME", with: name.text)
  }

  private static let expected: JSONValue = [
    "status": "ok", "exit": 0, "signal": ["state": "absent"],
    "detail": ["file": "inbox-files/ready"],
  ]
  private static let pushed: JSONValue = ["id": "1", "event": "opened", "text": "Fix the build"]
  private static let expectedPushed: JSONValue = [
    "status": "ok", "signal": ["event": "opened"], "detail": ["text": "Fix the build"],
  ]
}
