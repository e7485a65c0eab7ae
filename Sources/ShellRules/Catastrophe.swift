internal import Base

/// What no human's yes makes right: acts that destroy a machine, hand it to another user, or run
/// what has not been read. Found behind wrappers, in nested command lines and in lines that are
/// otherwise not understood.
enum Catastrophe {
  private static let maximumDepth = 8

  /// What would happen, as a sentence without its full stop; nil when nothing of the kind is found.
  static func find(in line: String) -> String? { find(in: line, depth: 0) }

  static func find(in words: [ShellWord]) -> String? { find(in: words, depth: 0) }

  private static func find(in line: String, depth: Int) -> String? {
    guard depth < maximumDepth else { return nil }
    if isForkBomb(line) { return "a function that starts itself without end is never run" }
    let shape = ShellShape(line)
    var folder: ShellWord?
    var hasDownloaded = false
    for command in shape.commands {
      // In a line that is not understood, a pipe may begin at any command before.
      if shape.unparsed == nil, !command.isPiped { hasDownloaded = false }
      for output in command.outputs where SystemPaths.isDisk(output.text) {
        return "a disk is never written to (\(Untrusted.word(output.text)))"
      }
      if let danger = find(in: command.words, depth: depth) { return danger }
      for nested in command.allWords.flatMap(\.nested) {
        if let danger = find(in: nested, depth: depth + 1) { return danger }
      }
      if runsDownload(command, hasDownloaded) {
        return "a download is never run unread"
      }
      if deletesFolder(command.words, folder) { return deletionText(folder) }
      hasDownloaded = hasDownloaded || isDownload(command.words)
      if let first = command.words.first, first.text == "cd" { folder = command.words.last }
    }
    let runsItsInput = shape.commands.contains {
      Interpreters.readsProgram(CommandWrappers.innermost($0.words))
    }
    for document in runsItsInput ? shape.hereDocuments : [] {
      if let danger = find(in: document, depth: depth + 1) { return danger }
    }
    return nil
  }

  private static func find(in words: [ShellWord], depth: Int) -> String? {
    guard depth < maximumDepth else { return nil }
    for line in CommandWrappers.lines(words) {
      if let danger = find(in: line, depth: depth + 1) { return danger }
    }
    let inner = CommandWrappers.innermost(words)
    for command in CommandWrappers.found(inner) {
      if let danger = find(in: command, depth: depth + 1) { return danger }
    }
    guard let first = inner.first else { return nil }
    let name = CommandWrappers.name(first)
    return CatastrophicCommands.danger(name, Array(inner.dropFirst()))
  }

  // MARK: - Downloads

  private static func isDownload(_ words: [ShellWord]) -> Bool {
    CommandWrappers.innermost(words).first.map {
      CatastrophicCommands.downloaders.contains(CommandWrappers.name($0))
    } ?? false
  }

  private static func isDownload(line: String) -> Bool {
    ShellShape(line).commands.contains { command in
      isDownload(command.words)
        || command.words.flatMap(\.nested).contains { nested in
          ShellShape(nested).commands.contains { isDownload($0.words) }
        }
    }
  }

  /// A download through a pipe or a substitution into what runs it.
  private static func runsDownload(_ command: SimpleCommand, _ hasDownloaded: Bool) -> Bool {
    let inner = CommandWrappers.innermost(command.words)
    guard let first = inner.first else { return false }
    if hasDownloaded, command.isPiped, Interpreters.readsProgram(inner) { return true }
    let isRun =
      Interpreters.isInterpreter(CommandWrappers.name(first)) || !first.nested.isEmpty
      || ["eval", ".", "source"].contains(CommandWrappers.name(first))
    return isRun && command.allWords.flatMap(\.nested).contains { isDownload(line: $0) }
  }

  // MARK: - Deletions

  /// `cd / && rm -r *`.
  private static func deletesFolder(_ words: [ShellWord], _ folder: ShellWord?) -> Bool {
    guard let folder, SystemPaths.isSystem(folder) || SystemPaths.isHome(folder) else {
      return false
    }
    let inner = CommandWrappers.innermost(words)
    guard let first = inner.first, CommandWrappers.name(first) == "rm" else { return false }
    return CatastrophicCommands.isRecursive(inner.dropFirst().map(\.text))
      && inner.dropFirst().contains(where: SystemPaths.isEverythingHere)
  }

  private static func deletionText(_ folder: ShellWord?) -> String {
    "all of \(Untrusted.word(folder?.text ?? "")) is never deleted"
  }

  // MARK: -

  /// `:(){ :|:& };:` with any name and any blanks.
  private static func isForkBomb(_ line: String) -> Bool {
    let bytes = line.utf8.filter { $0 > 0x20 }
    let opening = Array("(){".utf8)
    guard bytes.count > opening.count else { return false }
    for at in 1...(bytes.count - opening.count) where bytes[at...].starts(with: opening) {
      let name = Array(
        bytes[max(0, at - 32)..<at].reversed().prefix { !";&|(){}'\"".utf8.contains($0) }.reversed()
      )
      let bomb = name + [UInt8(ascii: "|")] + name + [UInt8(ascii: "&")]
      if !name.isEmpty, bytes[(at + opening.count)...].starts(with: bomb) { return true }
    }
    return false
  }
}
