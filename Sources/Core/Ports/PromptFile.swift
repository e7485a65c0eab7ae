internal import CSys

/// A prompt's file, placed so that a configured command can take it.
public struct PromptFile {
  /// The command with the path in its place.
  public let command: String
  public let input: Command.Input
  /// A copy made for this call alone, and the folder made for it alone.
  private let copy: String?
  private let folder: String?

  /// Serves the prompt at `path` to `template`: on standard input when there is no placeholder.
  /// A copy, at `spare` or in a folder of our own below /tmp, stands in where the prompt must be
  /// clipped or its path would need quoting.
  public static func place(
    _ path: String, command template: String, spare: String
  ) throws(LooopError) -> PromptFile {
    guard CommandTemplate.hasPlaceholder(template) else {
      return PromptFile(command: template, input: .file(path), copy: nil, folder: nil)
    }
    let isClipped = CommandTemplate.expandsIntoArgument(template)
    var served = path
    var copy: String?
    var folder: String?
    if isClipped || !CommandTemplate.isSafe(path: path) {
      let text = try AtomicFile.readText(path) ?? ""
      if !CommandTemplate.isSafe(path: spare) { folder = try Folder.temporary("looop-prompt") }
      served = folder.map { "\($0)/prompt.md" } ?? spare
      copy = served
      let kept =
        isClipped ? Untrusted.clipped(text, bytes: CommandTemplate.argumentLimit) : text
      try AtomicFile.replace(served, kept.utf8)
    }
    return PromptFile(
      command: CommandTemplate.expand(template, promptFile: served), input: .null, copy: copy,
      folder: folder)
  }

  /// Removes what was made for this call alone.
  public func cleanUp() {
    if let copy { unlink(copy) }
    if let folder { rmdir(folder) }
  }
}
