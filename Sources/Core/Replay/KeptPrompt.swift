package import Base

/// The question of a kept run, as it was put: to be put again, perhaps with another PLAYBOOK.
package struct KeptPrompt: Sendable, Equatable {
  package let text: String
  /// Whether it is the one for a runner that found the whole too long.
  package let isShort: Bool

  package init(text: String, isShort: Bool = false) {
    self.text = text
    self.isShort = isShort
  }

  /// The last one of that run. Throws `E_RUN_PART` when it has none.
  package static func of(_ run: RunRecord) throws(LooopError) -> KeptPrompt {
    let files = RunFolder(beat: run.name, path: run.path)
    if let short = try read(files.shortPrompt) { return KeptPrompt(text: short, isShort: true) }
    if let whole = try read(files.prompt) { return KeptPrompt(text: whole) }
    throw LooopError(
      .badData, code: "E_RUN_PART", "The run \(run.name) has no prompt.",
      hint: "`looop runs show \(run.name)` shows what it has.")
  }

  private static func read(_ path: String) throws(LooopError) -> String? {
    guard let bytes = try AtomicFile.read(path, following: false), !bytes.isEmpty else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// With `playbook` in the place of the one that it has, cut as the prompt of a beat would cut it.
  /// Throws `E_RUN_PART` when the prompt does not show where that stands.
  package func with(
    playbook: String, limit: Int, _ redaction: Redaction
  ) throws(LooopError) -> KeptPrompt {
    guard let place = playbookPlace else {
      throw LooopError(
        .badData, code: "E_RUN_PART", "Its prompt does not show where the PLAYBOOK stands.",
        hint: "An older looop wrote it. Replay it without --playbook.")
    }
    let others = text.utf8.count - text.utf8[place].count
    let words = redaction.text(playbook)
    var size = PromptRoom().playbook
    var body = Section.quoted(words, bytes: size)
    while others + body.utf8.count > limit, size > Self.leastPlaybook {
      size /= 2
      body = Section.quoted(words, bytes: size)
    }
    return KeptPrompt(text: text[..<place.lowerBound] + body + text[place.upperBound...])
  }

  private static let leastPlaybook = 512
  private static let heading = "\n## PLAYBOOK\n\n"

  /// Where its body is. What others said stands behind bars, so that no line of theirs is a heading;
  /// a prompt in which two lines are is not touched.
  private var playbookPlace: Range<String.Index>? {
    let found = text.ranges(of: Self.heading)
    guard found.count == 1, let heading = found.first else { return nil }
    var end = heading.upperBound
    while end < text.endIndex, text[end] == "|" {
      guard let line = text[end...].firstIndex(of: "\n") else { return nil }
      end = text.index(after: line)
    }
    guard end > heading.upperBound, text[end...].hasPrefix("\n## ") else { return nil }
    return heading.upperBound..<text.index(before: end)
  }
}
