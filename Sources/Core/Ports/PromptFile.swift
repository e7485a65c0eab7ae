package import Base
internal import CSys

/// A prompt's file, placed so that a configured command can take it.
package struct PromptFile {
  /// The command with the path in its place.
  package private(set) var command: String
  package private(set) var input: Command.Input
  /// Copies made for this call alone, and the folder made for it alone.
  private var copies: [String] = []
  private var folder: String?

  /// Serves the prompt at `path` to `template`: on standard input when there is no placeholder.
  /// A copy, at `spare` or in a folder of our own below /tmp, is used where the prompt must be
  /// clipped or its path would need quoting. `schema` is the file the template's schema stands for.
  package static func place(
    _ path: String, command template: String, spare: String, schema: String? = nil
  ) throws(LooopError) -> PromptFile {
    var files = PromptFile(command: template, input: .file(path))
    if let schema {
      var served = schema
      if !CommandTemplate.isSafe(path: schema) {
        served = "\(try files.ownFolder())/schema.json"
        try files.copy(AtomicFile.readText(schema) ?? "", to: served)
      }
      files.command = files.command.replacing(CommandTemplate.schemaPlaceholder, with: served)
    }
    guard CommandTemplate.hasPlaceholder(template) else { return files }
    let isClipped = CommandTemplate.expandsIntoArgument(template)
    var served = path
    if isClipped || !CommandTemplate.isSafe(path: path) {
      let text = try AtomicFile.readText(path) ?? ""
      served =
        CommandTemplate.isSafe(path: spare) ? spare : "\(try files.ownFolder())/prompt.md"
      try files.copy(
        isClipped ? Untrusted.clipped(text, bytes: CommandTemplate.argumentLimit) : text,
        to: served)
    }
    files.command = CommandTemplate.expand(files.command, promptFile: served)
    files.input = .null
    return files
  }

  private init(command: String, input: Command.Input) {
    self.command = command
    self.input = input
  }

  private mutating func copy(_ text: String, to path: String) throws(LooopError) {
    copies.append(path)
    try AtomicFile.replace(path, text.utf8)
  }

  private mutating func ownFolder() throws(LooopError) -> String {
    if let folder { return folder }
    let made = try Folder.temporary("looop-prompt")
    folder = made
    return made
  }

  /// Removes what was made for this call alone.
  package func cleanUp() {
    for copy in copies { unlink(copy) }
    if let folder { rmdir(folder) }
  }
}
