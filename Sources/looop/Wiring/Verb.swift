internal import ArgumentParser
internal import Base

/// One verb: its words are its stored properties, its work is `execute`.
protocol Verb: ParsableCommand {
  /// Lines that show how it is typed: the first is repeated when a line lacks something. A visible verb
  /// without one fails `ExampleTests`.
  static var examples: [Example] { get }
  var place: Place { get }
  /// What it does to the data dir, which decides whose that must be.
  var touch: Touch { get }
  /// Whether it is about the loop of a data dir: what only says something of looop works without HOME too.
  static var needsPlace: Bool { get }
  /// Does the work and returns the exit code.
  func execute(_ wiring: Wiring) throws(LooopError) -> Int32
}

extension Verb {
  /// Never called: `Main` calls `execute` with the wiring.
  func run() {}

  static var examples: [Example] { [] }
  var touch: Touch { .writes }
  static var needsPlace: Bool { true }
}

/// What a verb does to a data dir.
enum Touch: Sendable {
  /// It looks, and leaves nothing.
  case reads
  /// It ends what runs, also where others may write.
  case stops
  case writes
}

/// A verb whose line ends with the command of someone else, options of that command included.
protocol CommandPassing: Verb {}

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
  /// Made when asked for: the table would otherwise build the metadata of every verb at each start.
  private let makeType: @Sendable () -> any ParsableCommand.Type
  /// Whether a child of the loop may run it.
  let isAllowedInside: Bool
  /// Whether it reads or writes a data dir, whose format it must know then.
  let usesData: Bool
  /// Runs a line with no words, or only `--json`, without argument-parser: for what programs call
  /// again and again (docs/decisions/0011-one-command-at-a-time.md).
  let plain: Plain?

  typealias Plain = @Sendable (_ wiring: Wiring, _ json: Bool) throws(LooopError) -> Int32

  init(
    _ name: String, in group: Group,
    _ type: @autoclosure @escaping @Sendable () -> any ParsableCommand.Type, inside: Bool = false,
    data: Bool = true,
    plain: Plain? = nil
  ) {
    self.name = name
    self.group = group
    makeType = type
    isAllowedInside = inside
    usesData = data
    self.plain = plain
  }

  var type: any ParsableCommand.Type { makeType() }
  var isVisible: Bool { group != .hidden }
}
