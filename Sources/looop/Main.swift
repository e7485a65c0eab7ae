internal import ArgumentParser
internal import Base
internal import CSys
internal import Core

/// Finds the verb in the table and hands the rest of the line to that verb alone: parsing through
/// a tree of all verbs would cost as much as starting the process.
@main
enum Main {
  static func main() {
    var words = Array(CommandLine.arguments.dropFirst())
    // `looop _ wait` is the seed's spelling of the contract's verbs.
    if words.first == "_" { words.removeFirst() }
    let code = run(words)
    exit(code)
  }

  private static func run(_ words: [String]) -> Int32 {
    guard let name = words.first else {
      Console.say(HelpText.short)
      return ExitStatusCode.ok
    }
    let asJSON = words.contains("--json")
    let alias = ["--help": "help", "-h": "help", "--version": "version"][name] ?? name
    guard let entry = VerbTable.entry(alias) else {
      let near = Nearest.match(name, in: VerbTable.all.filter(\.isVisible).map(\.name))
      return fail(
        LooopError(
          .usage, code: "E_VERB", "There is no verb '\(Untrusted.oneLine(name))'.",
          hint: name.hasPrefix("-")
            ? "The verb comes first: `looop VERB \(Untrusted.oneLine(name))`."
            : near.map { "Did you mean `looop \($0)`?" } ?? "`looop help` lists them."),
        asJSON: asJSON)
    }
    if words.dropFirst().prefix(while: { $0 != "--" }).contains(where: {
      $0 == "--help" || $0 == "-h"
    }) {
      Console.say(HelpText.page(entry, words.dropFirst().first))
      return ExitStatusCode.ok
    }
    do {
      if let plain = entry.plain, words.dropFirst().allSatisfy({ $0 == "--json" }) {
        return try plain(wiring(for: entry, at: nil), asJSON)
      }
      if let own = words.dropFirst().first, !own.hasPrefix("-") {
        try HelpText.checkOwnVerb(own, of: entry)
      }
      let command = try entry.type.parseAsRoot(Array(words.dropFirst()))
      guard let verb = command as? any Verb else {
        // A noun alone, such as `looop goal`: print its subcommands.
        Console.say(HelpText.page(entry, nil))
        return ExitStatusCode.usage
      }
      return try verb.execute(wiring(for: entry, at: verb.place.dataDir))
    } catch let error as LooopError {
      return fail(error, asJSON: asJSON)
    } catch {
      let code = entry.type.exitCode(for: error)
      var message = HelpText.named(entry.type.fullMessage(for: error, columns: HelpText.columns))
      if code != .success, words.contains(where: { $0.hasPrefix("-") && $0.contains(" ") }) {
        message += "\n  Put `--` before a text that begins with '-', or send it on standard input."
      }
      if code == .success {
        Console.say(message)
      } else if asJSON {
        return fail(HelpText.usageError(message), asJSON: true)
      } else {
        Console.note(message)
      }
      return code.rawValue
    }
  }

  /// What the verb works with, built once it is known to be allowed.
  private static func wiring(
    for entry: VerbEntry, at place: String?
  ) throws(LooopError) -> Wiring {
    let wiring = try Wiring(dataDirectory: place, verbs: VerbTable.all)
    if entry.usesData { _ = try wiring.directory.checkFormat() }
    try Fence(wiring: wiring).check(entry)
    return wiring
  }

  private static func fail(_ error: LooopError, asJSON: Bool) -> Int32 {
    if asJSON {
      Console.note(JSONWriter.text(ErrorReport(error: error).json))
    } else {
      Console.note("looop: \(Untrusted.visible(error.message))")
      if let hint = error.hint { Console.note("  \(Untrusted.visible(hint))") }
    }
    return ExitStatusCode.of(error.kind)
  }
}
