/// The manual as Markdown, for `docs/cli.md`.
enum ManualMarkdown {
  private static let columns = 100

  static func text(_ blocks: [ManualBlock]) -> String {
    blocks.map(text).joined(separator: "\n\n") + "\n"
  }

  private static func text(_ block: ManualBlock) -> String {
    switch block {
    case .heading(let text, let level):
      String(repeating: "#", count: level + 1) + " " + escaped(text)
    case .text(let text): wrapped(escaped(text), behind: "")
    case .list(let items): items.map { wrapped(escaped($0), behind: "- ") }.joined(separator: "\n")
    case .terms(let terms):
      terms.map { wrapped("`\($0.name)`: \(escaped($0.meaning))", behind: "- ") }
        .joined(separator: "\n")
    // Not `sh`: those blocks are run.
    case .code(let lines): (["```text"] + lines + ["```"]).joined(separator: "\n")
    }
  }

  private static func wrapped(_ text: String, behind head: String) -> String {
    let rest = String(repeating: " ", count: head.count)
    return TextLayout.wrapped(text, columns: columns - head.count, cutsWords: false).enumerated()
      .map { ($0.offset == 0 ? head : rest) + $0.element }.joined(separator: "\n")
  }

  /// Outside of back quotes a place such as <id> would be an element of HTML.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { part in
      let text = String(part.element)
      return part.offset.isMultiple(of: 2)
        ? text.replacing("<", with: "&lt;").replacing("*", with: #"\*"#) : text
    }.joined(separator: "`")
  }
}
