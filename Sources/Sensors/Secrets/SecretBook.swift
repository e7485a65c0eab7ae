package import Base
internal import Synchronization

/// The secrets that a process knows now, as one redaction: those of `secrets.env`, those that sensors
/// take from looop's environment, and what the environment holds under a name such as `GITHUB_TOKEN`.
package final class SecretBook: Sendable {
  private struct Known {
    var facts: FileFacts?
    var values: [String: String] = [:]
    var declared: [String: String] = [:]
    /// Nil until it is asked for, and after a change.
    var redaction: Redaction?
  }

  private let path: String
  /// What looop's environment holds under the name of a secret.
  let environment: [String: String]
  private let known = Mutex(Known())

  /// `path` is the secrets' file, which need not exist.
  package init(path: String, environment: [String: String]) {
    self.path = path
    self.environment = environment.filter { Self.isSecret($0.key, $0.value) }
  }

  /// With the file as it is now. One that cannot be read or that others may read is no reason to show
  /// what it held: what was read last counts.
  package var redaction: Redaction {
    known.withLock { known in
      // What failed is tried again with the next text: a process with too many files open has read none.
      try? learn(&known)
      if let redaction = known.redaction { return redaction }
      let values = environment.merging(known.values) { $1 }.merging(known.declared) { $1 }
      let redaction = Redaction(values, keys: KnownKeys.shapes)
      known.redaction = redaction
      return redaction
    }
  }

  /// Reads the file again when it changed.
  private func learn(_ known: inout Known) throws(LooopError) {
    let facts = try FileFacts.of(path)
    guard facts != known.facts else { return }
    if let bytes = try AtomicFile.read(path) {
      known.values = SecretFile.readable(bytes)
      known.redaction = nil
    }
    known.facts = facts
  }

  /// Adds what a sensor is given.
  func declare(_ secrets: [String: String]) {
    known.withLock { known in
      for (name, value) in secrets where known.declared[name] != value {
        known.declared[name] = value
        known.redaction = nil
      }
    }
  }

  private static let leastBytes = 8
  private static let endings = [
    "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "API_KEY", "ACCESS_KEY",
    "SECRET_KEY", "PRIVATE_KEY", "_KEY", "_PAT", "_PASS", "_PWD", "CREDENTIALS",
  ]

  /// Whether a variable holds a secret, by its name: not a path, and not a plain word, which would
  /// vanish from every text.
  private static func isSecret(_ name: String, _ value: String) -> Bool {
    let name = name.uppercased()
    guard value.utf8.count >= leastBytes, !value.hasPrefix("/"), !name.hasPrefix("LOOOP_"),
      endings.contains(where: { name.hasSuffix($0) })
    else { return false }
    let letters = value.utf8.count { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
    return letters < value.utf8.count
  }
}
