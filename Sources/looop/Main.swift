internal import ArgumentParser
internal import Base
internal import CSys
internal import Core

/// Finds the verb in the table and hands the rest of the line to that verb alone: parsing through
/// a tree of all verbs would cost as much as starting the process.
@main
enum Main {
  static func main() {
    csys_outlive_failed_writes()
    var words = Array(Arguments.words)
    // `looop _ wait` is the seed's spelling of the contract's verbs.
    if words.first == "_" { words.removeFirst() }
    let (result, asJSON) = run(words)
    exit(code(of: result, asJSON: asJSON))
  }

  /// Says what went wrong, once: a result that could not be written fails a verb that succeeded.
  private static func code(of result: Result<Int32, LooopError>, asJSON: Bool) -> Int32 {
    Console.finish()
    switch result {
    case .failure(let error): return fail(error, asJSON: asJSON)
    case .success(let code):
      guard let problem = Console.outputProblem else { return code }
      let failed = fail(problem, asJSON: asJSON)
      return code == ExitStatusCode.ok ? failed : code
    }
  }

  private static func run(
    _ words: [String]
  ) -> (result: Result<Int32, LooopError>, asJSON: Bool) {
    if let problem = Arguments.problem { return (.failure(problem), words.contains("--json")) }
    guard let name = words.first else {
      guard Console.isOutputTerminal, let state = VerbTable.entry("state") else {
        Console.say(HelpText.short)
        return (.success(ExitStatusCode.ok), false)
      }
      do throws(LooopError) {
        return (.success(try StartScreen.say(wiring(for: state, at: nil, .reads))), false)
      } catch { return (.failure(error), false) }
    }
    let alias = aliases[name] ?? name
    guard let entry = VerbTable.entry(alias) else {
      return (
        .failure(HelpText.unknownVerb(name, among: VerbTable.all)), words.contains("--json")
      )
    }
    let rest = HelpText.expandingAlias(Array(words.dropFirst()), of: entry)
    let options = looopsOwn(rest, of: entry)
    let asJSON = options.contains("--json")
    if options.contains("--help") || options.contains("-h") {
      Console.say(HelpText.page(entry, rest.first))
      return (.success(ExitStatusCode.ok), asJSON)
    }
    do throws(LooopError) {
      return (.success(try run(entry, rest, asJSON: asJSON)), asJSON)
    } catch { return (.failure(error), asJSON) }
  }

  private static func run(
    _ entry: VerbEntry, _ rest: [String], asJSON: Bool
  ) throws(LooopError) -> Int32 {
    do {
      if let plain = entry.plain, rest.allSatisfy({ $0 == "--json" }) {
        return try plain(wiring(for: entry, at: nil, .reads), asJSON)
      }
      try HelpText.checkOwnVerb(rest.first, of: entry)
      guard let verb = try entry.type.parseAsRoot(rest) as? any Verb else {
        return ExitStatusCode.usage
      }
      return try verb.execute(
        wiring(for: entry, at: verb.place.dataDir, verb.touch))
    } catch let error as LooopError {
      throw error
    } catch {
      let code = entry.type.exitCode(for: error)
      let said = entry.type.fullMessage(for: error, columns: HelpText.columns)
      guard code == .success else {
        throw HelpText.usageError(said, of: entry, rest.first)
      }
      Console.say(HelpText.named(said))
      return ExitStatusCode.ok
    }
  }

  private static let aliases = [
    "--help": "help", "-h": "help", "--version": "version", "-V": "version", "w": "worker",
  ]

  /// The words that may be options of looop's own: not what stands behind `--`, nor the command that a
  /// verb passes on.
  private static func looopsOwn(_ words: [String], of entry: VerbEntry) -> ArraySlice<String> {
    let own = words.prefix { $0 != "--" }
    // Looked up in the type, which costs as much as starting looop, only for the words it matters to.
    guard own.contains(where: { ["--json", "--help", "-h"].contains($0) }),
      entry.type is any CommandPassing.Type
    else { return own }
    var end = 0
    while end < own.count, own[end].hasPrefix("-") {
      end += ["--data-dir", "--journal", "--reason"].contains(own[end]) ? 2 : 1
    }
    return own.prefix(end)
  }

  /// What the verb works with, built once it is known to be allowed.
  private static func wiring(
    for entry: VerbEntry, at place: String?, _ touch: Touch
  ) throws(LooopError) -> Wiring {
    let wiring = try self.wiring(for: entry, at: place)
    if entry.usesData {
      // What stops a loop also finds one that lost its data dir.
      if touch != .stops { try wiring.directory.demandFolder() }
      // Before the rest: another user may not even be able to read that.
      try wiring.checkOwner(touch)
      _ = try wiring.directory.checkFormat()
    }
    try Fence(wiring: wiring).check(entry)
    return wiring
  }

  private static func wiring(
    for entry: VerbEntry, at place: String?
  ) throws(LooopError) -> Wiring {
    do throws(LooopError) {
      return try Wiring(dataDirectory: place, verbs: VerbTable.all)
    } catch {
      // Asked only now: a look into the type costs as much as starting looop.
      guard error.code == Wiring.homelessCode,
        (entry.type as? any Verb.Type)?.needsPlace == false
      else { throw error }
      // Nothing is read or written there, and nothing is started.
      setenv("HOME", "/", 1)
      return try Wiring(dataDirectory: place, verbs: VerbTable.all)
    }
  }

  private static func fail(_ error: LooopError, asJSON: Bool) -> Int32 {
    if error.code == Console.outputCode, Console.isReaderGone {
      return ExitStatusCode.of(error.kind)
    }
    if asJSON {
      Console.note(json: ErrorReport(error: error))
    } else {
      Console.note("looop: \(error.message)")
      // Each line of it is indented: none of them can pass for another message.
      for line in error.hint?.split(separator: "\n") ?? [] {
        Console.note(line.hasPrefix("  ") ? "\(line)" : "  \(line)")
      }
    }
    return ExitStatusCode.of(error.kind)
  }
}
