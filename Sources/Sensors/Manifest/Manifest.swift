public import Core
internal import YAML

/// What a sensor's YAML file says about it. A sensor without the file is one whose file is empty of
/// keys, as it was in the original.
public struct Manifest: Sendable, Equatable {
  /// Which environment the sensor is given.
  public enum Environment: String, Sendable, CaseIterable {
    /// A short list of harmless variables and those of looop itself.
    case clean
    /// All of what looop was given.
    case inherit
  }

  /// What an exit code means.
  public enum ExitCodes: String, Sendable, CaseIterable {
    case plain
    /// Those of Nagios plugins: ok, warning, critical, unknown.
    /// https://nagios-plugins.org/doc/guidelines.html
    case nagios
  }

  /// What the sensor prints.
  public enum Output: String, Sendable, CaseIterable { case json, text, lines }

  public enum CatchUp: String, Sendable, CaseIterable { case one, none }
  public enum OnError: String, Sendable, CaseIterable {
    case signal
    case keepLast = "keep_last"
  }
  public enum Input: String, Sendable, CaseIterable {
    case none
    case lastReading = "last_reading"
  }
  public enum System: String, Sendable, CaseIterable {
    case linux, macos

    #if os(Linux)
      static let this = linux
    #else
      static let this = macos
    #endif
  }

  public var description = ""
  public var owner: String?
  public var links: [String] = []
  public var isEnabled = true

  /// What to run in place of the script.
  public var command: [String]?
  public var standardInput = Input.none
  /// As written; nil for the data dir.
  public var workingDirectory: String?
  public var environment = Environment.inherit
  public var exitCodes = ExitCodes.plain
  /// Nil where nothing is said.
  public var output: Output?
  /// Seconds until a run is ended.
  public var timeout = 60
  /// How much a run may print.
  public var maxBytes = 8192

  /// `watch` and the delay are filled in where the sensor's name and folder are known.
  public var timing = SensorTiming()
  /// Seconds: the largest delay.
  public var jitter = 0
  /// As written.
  public var watch: [String] = []
  public var wake = WakeRules()

  var signal: ReadingMap?
  var detail: ReadingMap?
  var schema: SignalSchema?
  /// Nil where nothing is said.
  public var trust: Trust?

  var inputs: [InputDeclaration] = []
  public var commands: [String] = []
  public var systems: [System] = []
  public var secrets: [SecretName] = []
  public var network: [String] = []
  public var push: PushRules?
  /// Where a pushed reading has what tells it from others.
  var dedupe: PointerPattern?

  /// The keys for which a sensor that the loop writes always needs a yes.
  var delicateKeys: [String] = []

  public init() {}

  /// A variable that holds a secret.
  public struct SecretName: Sendable, Hashable {
    public let name: String
    public let isOptional: Bool
  }

  static let timeouts = 1...600
  static let sizes = 1...(1 << 20)
  // No sensor waits longer than a year, and the sum with any clock stays far from an overflow.
  static let intervals = 1...(365 * 86_400)

  /// The manifest that `bytes` are. Throws `E_MANIFEST` with `file`, line and column of the first
  /// thing that is wrong.
  public static func parse(_ bytes: [UInt8], file: String) throws(LooopError) -> Manifest {
    do throws(YAMLFailure) { return try read(bytes, file: file).manifest } catch {
      throw failure(error)
    }
  }

  /// As `parse`, with what was written, for those who ask where.
  static func read(
    _ bytes: [UInt8], file: String
  ) throws(YAMLFailure) -> (manifest: Manifest, written: YAMLMapping) {
    let root = try YAMLDocument.parse(bytes, file: file)
    let written = try YAMLMapping(extensible: root, file: file, keys: ManifestKeys.names)
    return (try Manifest(written), written)
  }

  /// A failure of a manifest. The message may quote the file, so it is made safe to show.
  static func failure(_ failure: YAMLFailure) -> LooopError {
    LooopError(
      .config, "E_MANIFEST",
      "\(failure.file):\(failure.line):\(failure.column): "
        + Untrusted.oneLine(Untrusted.clipped(failure.message, bytes: 300)),
      hint: "Keys: \(ManifestKeys.names.joined(separator: ", ")); see docs/sensors.md.")
  }
}
