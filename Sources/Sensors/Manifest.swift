public import Core
internal import YAML

/// What a sensor's YAML file says about it. Every key is optional, and a sensor without the file is
/// one whose file is empty of keys.
public struct Manifest: Sendable, Equatable {
  /// Which environment the sensor is given.
  public enum Environment: String, Sendable, CaseIterable {
    /// A short list of harmless variables and those of looop itself.
    case clean
    /// All of what looop was given.
    case inherit
  }

  public var description = ""
  public var isEnabled = true
  /// Seconds between two runs; nil to run with every beat period.
  public var every: Int?
  /// Seconds until a run is ended.
  public var timeout = 60
  /// How much a run may print.
  public var maxBytes = 8192
  /// What to run in place of the script.
  public var command: [String]?
  public var environment = Environment.inherit
  /// Whether the file says anything about the environment: a loop that does so needs a yes.
  public var choosesEnvironment = false

  public init() {}

  static let keys = ["description", "enabled", "every", "timeout", "max_bytes", "run"]
  static let runKeys = ["command", "env"]
  static let timeouts = 1...600
  static let sizes = 1...(1 << 20)
  // No sensor waits longer than a year, and the sum with any clock stays far from an overflow.
  static let intervals = 1...(365 * 86_400)

  /// The manifest that `bytes` are. Throws `E_MANIFEST` with `file`, line and column of the first
  /// thing that is wrong.
  public static func parse(_ bytes: [UInt8], file: String) throws(LooopError) -> Manifest {
    do throws(YAMLFailure) {
      let root = try YAMLDocument.parse(bytes, file: file)
      return try Manifest(YAMLMapping(extensible: root, file: file, keys: keys))
    } catch {
      throw failure(file, line: error.line, column: error.column, error.message)
    }
  }

  /// A failure of the manifest `file`. The message may quote the file, so it is made safe to show.
  static func failure(_ file: String, line: Int, column: Int, _ message: String) -> LooopError {
    LooopError(
      .config, "E_MANIFEST",
      "\(file):\(line):\(column): \(Untrusted.oneLine(Untrusted.clipped(message, bytes: 300)))",
      hint: "The keys of a manifest are \(keys.dropLast().joined(separator: ", ")), "
        + "\(runKeys.map { "run.\($0)" }.joined(separator: ", ")); all are optional.")
  }

  private init(_ top: YAMLMapping) throws(YAMLFailure) {
    description = try top.string("description") ?? description
    isEnabled = try top.bool("enabled") ?? isEnabled
    every = try top.seconds("every", in: Self.intervals)
    timeout = try top.seconds("timeout", in: Self.timeouts) ?? timeout
    maxBytes = try top.int("max_bytes", in: Self.sizes) ?? maxBytes
    guard let node = top.value("run"), !node.isNull else { return }
    let run = try YAMLMapping(extensible: node, file: top.file, keys: Self.runKeys)
    command = try Self.command(run)
    if let word = try run.string("env") {
      guard let value = Environment(rawValue: word) else {
        let words = Environment.allCases.map(\.rawValue).joined(separator: " or ")
        throw run.failure("env", "'run.env' is '\(word)'; write \(words)")
      }
      environment = value
      choosesEnvironment = true
    }
  }

  private static func command(_ run: YAMLMapping) throws(YAMLFailure) -> [String]? {
    let wish = "'run.command' wants a list of words, such as [python3, sensors/x.py]"
    guard let node = run.value("command"), !node.isNull else { return nil }
    guard case .sequence = node.value, let words = try run.strings("command") else {
      throw run.failure(node, "\(wish), not one text")
    }
    guard let first = words.first, !first.isEmpty else {
      throw run.failure(node, "\(wish), the first of them a program")
    }
    return words
  }
}

extension YAMLMapping {
  /// As `init(_:file:keys:)`, but keys that start with `x-` are the writer's own and left out.
  fileprivate init(
    extensible node: YAMLNode, file: String, keys: [String]
  ) throws(YAMLFailure) {
    guard case .mapping(let members) = node.value else {
      try self.init(node, file: file, keys: keys, nearest: { Nearest.match($0, in: $1) })
      return
    }
    let known = members.filter { $0.key.text?.hasPrefix("x-") != true }
    let stripped = YAMLNode(line: node.line, column: node.column, value: .mapping(known))
    try self.init(stripped, file: file, keys: keys, nearest: { Nearest.match($0, in: $1) })
  }

  /// A length of time in seconds, within `range`.
  fileprivate func seconds(
    _ key: String, in range: ClosedRange<Int>
  ) throws(YAMLFailure) -> Int? {
    guard let text = try string(key) else { return nil }
    guard let seconds = Duration.seconds(text) else {
      throw failure(
        key, "'\(key)' is '\(text)'; write a length of time: 90s, 5m, 2h, 1d or seconds")
    }
    guard range.contains(seconds) else {
      let bounds = "\(Duration.text(range.lowerBound)) to \(Duration.text(range.upperBound))"
      throw failure(key, "'\(key)' is \(text); \(bounds) is allowed")
    }
    return seconds
  }
}
