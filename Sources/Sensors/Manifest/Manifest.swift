package import Base
package import Core
internal import YAML

/// What a sensor's YAML file says about it. Without the file all keys have their defaults, as in the
/// original.
package struct Manifest: Sendable, Equatable {
  /// The environment that the sensor gets.
  package enum Environment: String, Sendable, CaseIterable, JSONWritable {
    /// A short list of harmless variables, and looop's own.
    case clean
    /// Everything in looop's environment.
    case inherit
  }

  /// Where standard error goes.
  package enum StandardError: String, Sendable, CaseIterable, JSONWritable {
    /// Apart from the output: its end is shown of a failure.
    case apart
    /// Into the output, in the order in which it was written.
    case merge
  }

  /// What the sensor prints.
  package enum Output: String, Sendable, CaseIterable, JSONWritable { case json, text, lines }

  package enum CatchUp: String, Sendable, CaseIterable { case one, none }
  package enum OnError: String, Sendable, CaseIterable {
    case signal
    case keepLast = "keep_last"
  }
  package enum Input: String, Sendable, CaseIterable, JSONWritable {
    case none
    case lastReading = "last_reading"
  }
  package enum System: String, Sendable, CaseIterable, JSONWritable {
    case linux, macos

    #if os(Linux)
      static let this = linux
    #else
      static let this = macos
    #endif
  }

  package var description = ""
  package var owner: String?
  package var links: [String] = []
  package var isEnabled = true

  /// What to run in place of the script.
  package var command: [String]?
  package var standardInput = Input.none
  /// As written; nil for the data dir.
  package var workingDirectory: String?
  package var environment = Environment.inherit
  /// Variables it is given besides.
  package var variables: [String: String] = [:]
  package var standardError = StandardError.apart
  package var exitCodes = ExitCodes.plain
  /// Nil when the manifest does not say.
  package var output: Output?
  /// A run that takes longer is ended.
  package var timeout = Duration.minutes(1)
  /// The most bytes a run may print.
  package var maxBytes = 8192

  /// `watch` and the delay are set once the sensor's name and folder are known.
  package var timing = SensorTiming()
  /// The largest delay.
  package var jitter = Duration.zero
  /// As written.
  package var watch: [String] = []
  /// The file that its readings are as old as, as written; nil for none.
  package var ageFile: String?
  package var wake = WakeRules()

  var signal: ReadingMap?
  var detail: ReadingMap?
  var schema: SignalSchema?
  /// Nil when the manifest does not say.
  package var trust: Trust?

  var inputs: [InputDeclaration] = []
  package var commands: [String] = []
  package var systems: [System] = []
  package var secrets: [SecretName] = []
  package var network: [String] = []
  package var push: PushRules?
  /// Where a pushed reading has its key.
  var dedupe: PointerPattern?

  /// Keys that need a human's yes when the loop writes the sensor.
  var delicateKeys: [String] = []

  package init() {}

  /// A variable that holds a secret.
  package struct SecretName: Sendable, Hashable {
    package let name: String
    package let isOptional: Bool
  }

  static let timeouts = Duration.seconds(1)...Duration.minutes(10)
  static let sizes = 1...(1 << 20)
  // A year at most, so that the sum with any clock cannot overflow.
  static let intervals = Duration.seconds(1)...Duration.days(365)

  /// Reads a manifest. Throws `E_MANIFEST` with `file`, line and column of every problem, one a line.
  package static func parse(_ bytes: [UInt8], file: String) throws(LooopError) -> Manifest {
    do throws(ManifestFailure) { return try read(bytes, file: file).manifest } catch {
      throw failure(error)
    }
  }

  /// As `parse`, together with the document, which knows the places of the keys.
  static func read(
    _ bytes: [UInt8], file: String
  ) throws(ManifestFailure) -> (manifest: Manifest, written: YAMLMapping) {
    let flaws = ManifestFlaws()
    let written = flaws.noting { () throws(YAMLFailure) in
      try YAMLDocument.parse(bytes, file: file)
    }.flatMap { flaws.mapping($0, file: file, keys: ManifestKeys.names) }
    let manifest = written.map { Manifest($0, flaws) }
    guard let manifest, let written, flaws.count == 0 else {
      throw ManifestFailure(flaws: flaws.list)
    }
    return (manifest, written)
  }

  /// How many problems of one manifest a message lists.
  private static let mostShown = 40

  /// A failure of a manifest. The message may quote the file, so it is made safe to show.
  static func failure(_ failure: ManifestFailure) -> LooopError {
    var lines = failure.flaws.prefix(mostShown).map { flaw in
      "\(flaw.file):\(flaw.line):\(flaw.column): \(Untrusted.quoted(flaw.message, bytes: 300))"
    }
    let more = failure.flaws.count - lines.count
    if more > 0 { lines.append("and \(more) more") }
    return LooopError(
      .config, code: "E_MANIFEST", lines: lines, hint: keysHint)
  }

  /// For who writes a manifest; too long for a table.
  package static let keysHint =
    "Keys: \(ManifestKeys.names.joined(separator: ", ")); see docs/sensors.md."

  static func failure(_ flaw: YAMLFailure) -> LooopError {
    failure(ManifestFailure(flaws: [flaw]))
  }
}
