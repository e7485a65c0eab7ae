internal import ArgumentParser
internal import Base

struct SchemaCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of what a verb prints with --json.")
  static let examples = [Example("looop schema"), Example("looop schema state")]

  @Argument(help: "The schema's name; without it, the names are listed.")
  var name: String?
  @OptionGroup var place: Place

  static var needsPlace: Bool { false }

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard let name else {
      for known in Schemas.all.map(\.name) { Console.say(known) }
      return ExitStatusCode.ok
    }
    guard let schema = Schemas.all.first(where: { $0.name == name }) else {
      throw LooopError(
        .usage, code: "E_SCHEMA_UNKNOWN", "There is no schema '\(Untrusted.oneLine(name))'.",
        hint: Nearest.hint(
          name, in: Schemas.all.map(\.name),
          else: "The schemas are: \(Schemas.all.map(\.name).joined(separator: ", "))."))
    }
    Console.say(JSONWriter.text(schema.schema(), .pretty))
    return ExitStatusCode.ok
  }
}
