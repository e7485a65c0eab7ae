internal import CSys

/// A prompt's file, placed so that a configured command can take it.
public struct PromptFile {
  /// The command with the path in its place.
  public let command: String
  public let input: Command.Input
  /// A copy made for this call alone.
  private let copy: String?

  /// Serves the prompt at `path` to `template`: on standard input when there is no placeholder.
  /// A copy, at `spare` or in a folder of our own below /tmp, stands in where the prompt must be
  /// clipped or its path would need quoting.
  public static func place(
    _ path: String, command template: String, spare: String
  ) throws(LooopError) -> PromptFile {
    guard CommandTemplate.hasPlaceholder(template) else {
      return PromptFile(command: template, input: .file(path), copy: nil)
    }
    let isClipped = CommandTemplate.expandsIntoArgument(template)
    var served = path
    var copy: String?
    if isClipped || !CommandTemplate.isSafe(path: path) {
      let text = try AtomicFile.readText(path) ?? ""
      served =
        try CommandTemplate.isSafe(path: spare)
        ? spare : "\(Folder.temporary("looop-prompt"))/prompt.md"
      copy = served
      let kept =
        isClipped ? Untrusted.clipped(text, bytes: CommandTemplate.argumentLimit) : text
      try AtomicFile.replace(served, kept.utf8)
    }
    return PromptFile(
      command: CommandTemplate.expand(template, promptFile: served), input: .null, copy: copy)
  }

  /// Removes what was made for this call alone.
  public func cleanUp() {
    guard let copy else { return }
    unlink(copy)
    // Only our own folder below /tmp is empty now; any other refuses.
    rmdir(AtomicFile.folder(of: copy))
  }
}
