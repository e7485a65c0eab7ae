internal import Base

/// What must be there for a command to reach its agent.
package enum CommandNeed: Sendable, Hashable {
  /// By its name, which is looked for on PATH, or by its path.
  case program(String)
  /// A file that a shell or another interpreter is given to run.
  case script(String)
  /// A folder that it goes into first.
  case folder(String)

  private var word: String {
    switch self {
    case .program(let word), .script(let word), .folder(let word): word
    }
  }

  /// What is missing, in one sentence; nil where it is there, and where only the shell could say. A
  /// path that is not absolute is looked for in `folder`, and nowhere when that is not known.
  package func problem(searchPath: String?, folder: String?) -> String? {
    if case .program(let word) = self, !word.contains("/") {
      return RunnerProgram(word, searchPath: searchPath).isMissing
        ? "There is no program '\(word)' on PATH." : nil
    }
    guard !word.isEmpty, !word.utf8.contains(where: Self.isOfShell) else { return nil }
    guard let path = word.hasPrefix("/") ? word : folder.map({ "\($0)/\(word)" }) else {
      return nil
    }
    let shown = Untrusted.quoted(path, bytes: 300)
    switch self {
    case .folder: return Folder.exists(path) ? nil : "There is no folder \(shown)."
    case .script: return FileFacts.isFile(path) ? nil : "There is no script \(shown)."
    case .program:
      guard FileFacts.isFile(path) else { return "There is no program \(shown)." }
      return OwnProgram.canStart(path) ? nil : "\(shown) is not executable."
    }
  }

  /// What the shell may expand or cut.
  private static func isOfShell(_ byte: UInt8) -> Bool {
    "$`*?[]{}()<>|&;!~#\\\"'\n".utf8.contains(byte)
  }
}
