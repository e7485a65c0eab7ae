internal import ArgumentParser

/// A line that `looop help VERB` shows. `ExampleTests` types each in a shell and expects its exit code,
/// in the loop that its stage prepares.
struct Example: Sendable {
  enum Stage: String, Sendable {
    /// A loop with the goals `ship` and `setup`, the sensors `weather` and `door`, and the files that
    /// examples name.
    case loop
    /// The same, with the worker `notes` at work.
    case worker
    /// The same, and the line is typed by that worker.
    case inside
  }

  let line: String
  let code: Int32
  let stage: Stage

  init(_ line: String, exits code: Int32 = 0, at stage: Stage = .loop) {
    self.line = line
    self.code = code
    self.stage = stage
  }

  /// Those of a verb, or of a verb of a noun; of a noun alone the first of each of its verbs.
  static func of(_ entry: VerbEntry, _ own: String?) -> [Example] {
    let children = entry.type.configuration.subcommands
    if let child = children.first(where: { $0.configuration.commandName == own }) {
      return of(child)
    }
    return children.isEmpty ? of(entry.type) : children.compactMap { of($0).first }
  }

  private static func of(_ type: any ParsableCommand.Type) -> [Example] {
    (type as? any Verb.Type)?.examples ?? []
  }
}
