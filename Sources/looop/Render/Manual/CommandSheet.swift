internal import ArgumentParser
internal import Base

/// A verb as argument-parser defines it: the source of its page in every form, and of completion.
struct CommandSheet {
  /// As it is typed: `goal write`.
  let name: String
  let abstract: String
  let discussion: String
  let parameters: [Parameter]

  /// A word that a verb accepts.
  struct Parameter {
    enum Kind: String { case positional, option, flag }

    let kind: Kind
    /// With their dashes, the short one first; empty for a positional word.
    let names: [String]
    /// What stands for the value, as in `id`.
    let value: String
    let isOptional: Bool
    let isRepeating: Bool
    /// Whether every word from here on is a value, whatever it looks like.
    let takesRest: Bool
    let meaning: String
  }

  /// Options that every verb has, or that mean the same wherever they are.
  static let common: Set<String> = ["--json", "--data-dir", "--help"]

  init(_ type: any ParsableCommand.Type, name: String) {
    self.name = name
    // The library has no other door to its definitions. It cannot fail to be JSON, and a test reads
    // every verb's.
    let dump = (try? JSONParser.parse(type._dumpHelp()))?["command"] ?? .null
    abstract = type.configuration.abstract
    discussion = type.configuration.discussion
    parameters = (dump["arguments"]?.array ?? []).compactMap(Parameter.init)
  }

  /// Every verb that people type, in the order of the table: `goal write`, but not `goal`.
  static func all(_ verbs: [VerbEntry]) -> [CommandSheet] {
    verbs.filter(\.isVisible).flatMap(sheets)
  }

  /// The verb, or those of a noun.
  static func sheets(of entry: VerbEntry) -> [CommandSheet] {
    let type = entry.type
    let children = type.configuration.subcommands
    guard !children.isEmpty else { return [CommandSheet(type, name: entry.name)] }
    return children.map { child in
      CommandSheet(child, name: "\(entry.name) \(child.configuration.commandName ?? "")")
    }
  }

  /// How it is typed, in parts that a line may be broken between; the options that all verbs have are
  /// left out.
  var synopsis: [String] {
    let own = parameters.filter { !$0.names.contains { ["--data-dir", "--help"].contains($0) } }
    return ["looop \(name)"] + own.map(\.synopsis)
  }
}

extension CommandSheet.Parameter {
  init?(_ json: JSONValue) {
    guard json["shouldDisplay"]?.bool == true,
      let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:))
    else { return nil }
    self.kind = kind
    names = (json["names"]?.array ?? []).compactMap { name in
      name["name"]?.string.map { (name["kind"]?.string == "short" ? "-" : "--") + $0 }
    }.sorted { $0.utf8.count < $1.utf8.count }
    value = json["valueName"]?.string ?? ""
    isOptional = json["isOptional"]?.bool ?? false
    isRepeating = json["isRepeating"]?.bool ?? false
    takesRest = ["allRemainingInput", "postTerminator", "allUnrecognized"].contains(
      json["parsingStrategy"]?.string ?? "")
    let said = json["abstract"]?.string ?? ""
    let standard = json["defaultValue"]?.string
    // What the words say already is not said twice.
    meaning =
      standard.map { said.contains("default") ? said : "\(said) (default: \($0))" } ?? said
  }

  /// The name by which it is listed: `--file FILE`, `BODY...`.
  var label: String {
    let dots = isRepeating && kind == .positional ? "..." : ""
    let place = value.uppercased() + dots
    return switch kind {
    case .positional: place
    case .option: "\(names.joined(separator: ", ")) \(place)"
    case .flag: names.joined(separator: ", ")
    }
  }

  fileprivate var synopsis: String {
    let long = names.last ?? ""
    let dots = isRepeating ? "..." : ""
    let plain =
      switch kind {
      case .positional: value.uppercased() + dots
      case .option: "\(long) \(value.uppercased())\(dots)"
      case .flag: long
      }
    let words = takesRest && kind == .positional ? "[--] \(plain)" : plain
    return isOptional || kind == .flag ? "[\(words)]" : words
  }
}
