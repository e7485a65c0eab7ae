internal import Base

/// A named part of the world that can change. Two worlds are compared item by item.
package struct Item: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case playbook, goal, reading, ask, answer, session, output, interrupted, problem

    /// Whether the item's vanishing is a change. What retention, archiving or delivery removes
    /// leaves world and baseline together.
    var vanishingCounts: Bool {
      switch self {
      case .playbook, .goal, .reading: true
      case .ask, .answer, .session, .output, .interrupted, .problem: false
      }
    }
  }

  /// `<kind>/<name>`, as in `goal/ship-v2`.
  package struct Name: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    package init(_ kind: Kind, _ name: String) { text = "\(kind.rawValue)/\(name)" }
    /// Nil when `text` names no kind we know.
    init?(_ text: String) {
      guard let slash = text.firstIndex(of: "/"), Kind(rawValue: String(text[..<slash])) != nil
      else { return nil }
      self.text = text
    }

    package var kind: Kind {
      Kind(rawValue: String(text.prefix { $0 != "/" })) ?? .problem
    }

    /// What follows the kind.
    package var name: String { String(text.drop { $0 != "/" }.dropFirst()) }

    package static func < (left: Self, right: Self) -> Bool {
      left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
  }

  package let name: Name
  /// The content itself when short, else its digest: enough to compare, and to say what was.
  package let fingerprint: Fingerprint

  /// The file that a message is about, where it names one, and what tells it from another message.
  static func name(ofProblem message: String) -> String {
    let digest = String(Digest.sha256(message).prefix(12))
    let path = message.split { " :,".contains($0) }.first { $0.hasPrefix("/") }
    guard
      let name = path?.split(separator: "/").last.map({ $0.hasSuffix(".") ? $0.dropLast() : $0 }),
      Identifier(valid: String(name)) != nil
    else { return digest }
    return "\(name)-\(digest)"
  }

  package init(_ kind: Kind, _ name: String, content: String) {
    self.name = Name(kind, name)
    fingerprint = Fingerprint(of: content)
  }
}

/// What is remembered of an item's content.
package struct Fingerprint: Sendable, Hashable {
  static let literalLimit = 256

  package let text: String

  init(of content: String) {
    text =
      content.utf8.count <= Self.literalLimit ? "=\(content)" : "#\(Digest.sha256(content))"
  }

  init(stored text: String) { self.text = text }

  /// The content, when it was short enough to be kept.
  package var literal: String? { text.hasPrefix("=") ? String(text.dropFirst()) : nil }
}
