package import Base

/// What a prompt says that it leaves out: a mark, and the section where it stands.
///
/// The mark of a clipped text stands behind the bar of that text, whose author may have written one too:
/// whoever shows it quotes it.
package struct PromptGap: Sendable, Equatable {
  /// As in "READINGS, sensor ci".
  package let place: String
  package let mark: String

  package init(place: String, mark: String) {
    self.place = place
    self.mark = mark
  }

  /// Every mark of `prompt`, in its order.
  package static func all(in prompt: String) -> [PromptGap] {
    var gaps: [PromptGap] = []
    var section = ""
    var part = ""
    for line in prompt.split(separator: "\n") {
      if line.hasPrefix("## ") {
        (section, part) = (String(line.dropFirst(3)), "")
      } else if line.hasPrefix("### ") {
        part = ", \(line.dropFirst(4))"
      } else if let mark = mark(line, in: section) {
        // What had no room belongs to the whole section, behind its last part.
        let isOfSection = mark.hasPrefix("[left out: ")
        gaps.append(PromptGap(place: isOfSection ? section : section + part, mark: mark))
      }
    }
    return gaps
  }

  private static func mark(_ line: Substring, in section: String) -> String? {
    if section == PromptSections.leftOutHeading { return String(line) }
    let text = line.hasPrefix("| ") ? line.dropFirst(2) : line
    guard text.hasSuffix("]") else { return nil }
    return starts.contains(where: text.hasPrefix) ? String(text) : nil
  }

  private static let starts = ["[clipped: ", "[left out: ", "[detail left out: "]

  /// Those of the prompt that was sent last in that run; nil when it was not kept.
  package static func read(
    _ run: RunRecord, _ redaction: Redaction
  ) throws(LooopError) -> [PromptGap]? {
    let folder = RunFolder(beat: run.name, path: run.path)
    var sent = try FileExcerpt.start(of: folder.shortPrompt, bytes: Prompt.limit)
    if sent == nil { sent = try FileExcerpt.start(of: folder.prompt, bytes: Prompt.limit) }
    guard let sent else { return nil }
    return all(in: sent.redacted(by: redaction).text)
  }
}
