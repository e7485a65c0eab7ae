package import Base
internal import YAML

extension Manifest {
  /// What the exit codes of a run mean.
  package enum ExitCodes: Sendable, Equatable {
    /// 0 is good, all others are errors.
    case plain
    /// Those of Nagios plugins: ok, warning, critical, unknown.
    /// https://nagios-plugins.org/doc/guidelines.html
    case nagios
    /// As the manifest says, code by code.
    case named([Int: ExitMeaning])

    /// The meaning of a code that is not a state of a plugin. 0 is good unless it was named.
    func meaning(of code: Int) -> ExitMeaning {
      let standard = code == 0 ? ExitMeaning.ok : .error
      return if case .named(let meanings) = self { meanings[code] ?? standard } else { standard }
    }

    fileprivate enum Word: String, CaseIterable { case plain, nagios }
  }

  package enum ExitMeaning: String, Sendable, CaseIterable, JSONWritable {
    /// What it printed is the reading.
    case ok
    /// It looked, and there is nothing: a good reading without a signal. What it printed is not read.
    case none
    /// As `ok`, and the change does not wait.
    case urgent
    case error
  }
}

extension Manifest.ExitCodes: JSONWritable {
  package static var kind: ShapeKind { .any }

  package var json: JSONValue {
    switch self {
    case .plain: return "plain"
    case .nagios: return "nagios"
    case .named(let meanings):
      var object = JSONObject()
      for (code, meaning) in meanings.sorted(by: { $0.key < $1.key }) {
        object[String(code)] = .string(meaning.rawValue)
      }
      return .object(object)
    }
  }
}

extension YAMLMapping {
  /// A word, or a map of codes to words.
  func exitCodes(_ key: String) throws(YAMLFailure) -> Manifest.ExitCodes? {
    guard let node = node(key) else { return nil }
    guard case .mapping(let members) = node.value else {
      let word: Manifest.ExitCodes.Word? = try word(key)
      return word.map { $0 == .nagios ? .nagios : .plain }
    }
    var meanings: [Int: Manifest.ExitMeaning] = [:]
    for member in members {
      let text = member.key.text ?? ""
      guard let code = Int(text), (0...255).contains(code), String(code) == text else {
        throw failure(member.key, "'\(text)' is not an exit code; write a number from 0 to 255")
      }
      meanings[code] = try word(member.value, of: "\(key).\(text)")
    }
    guard !members.isEmpty else {
      throw failure(node, "'\(key)' names no code; write such as {0: ok, 1: none}")
    }
    return .named(meanings)
  }
}
