internal import ArgumentParser
internal import Core

/// One verb: its words are its stored properties, its work is `execute`.
protocol Verb: ParsableCommand {
  var place: Place { get }
  /// Does the work; the result is the exit code. What goes wrong is thrown.
  func execute(_ wiring: Wiring) throws(LooopError) -> Int32
}

extension Verb {
  /// Never called: `Main` calls `execute` with the wiring.
  func run() {}
}

/// Which loop of this machine a verb is about.
struct Place: ParsableArguments {
  @Option(help: "The data dir of the loop (default: $LOOOP_DATA_DIR, else the user's own).")
  var dataDir: String?
}

/// One line of the table of verbs.
struct VerbEntry: Sendable {
  enum Group: String, CaseIterable, Sendable {
    case everyday = "Everyday"
    case contract = "Contract (also as `looop _ VERB`)"
    case hidden
  }

  let name: String
  let group: Group
  let type: any ParsableCommand.Type
  /// Whether a child of the loop may run it.
  let isAllowedInside: Bool

  init(
    _ name: String, _ group: Group, _ type: any ParsableCommand.Type, inside: Bool = false
  ) {
    self.name = name
    self.group = group
    self.type = type
    isAllowedInside = inside
  }

  var isVisible: Bool { group != .hidden }
}
