/// The manual as text for a terminal, a pipe or an agent: 80 columns, no escapes.
enum ManualPlain {
  private static let columns = HelpText.columns
  /// Where the meaning of a term begins at most; a longer term has a line of its own.
  private static let widest = 24

  static func text(_ blocks: [ManualBlock], indent: Int = 2) -> String {
    lines(blocks, indent: indent).joined(separator: "\n")
  }

  /// A blank line stands between two blocks, but not below a heading.
  static func lines(_ blocks: [ManualBlock], indent: Int = 2) -> [String] {
    var lines: [String] = []
    var isBelowHeading = true
    for block in blocks {
      if !isBelowHeading { lines.append("") }
      lines += self.lines(block, String(repeating: " ", count: indent))
      if case .heading = block { isBelowHeading = true } else { isBelowHeading = false }
    }
    return lines
  }

  private static func lines(_ block: ManualBlock, _ margin: String) -> [String] {
    switch block {
    case .heading(let text, let level): [level == 1 ? text.uppercased() : text]
    case .text(let text): wrapped(text, behind: margin)
    case .list(let items): items.flatMap { wrapped($0, behind: "\(margin)- ") }
    case .terms(let terms): self.terms(terms, margin)
    case .code(let lines): lines.map { $0.isEmpty ? "" : "\(margin)  \($0)" }
    }
  }

  private static func terms(_ terms: [ManualBlock.Term], _ margin: String) -> [String] {
    let fitting = terms.map(\.name.count).filter { $0 <= widest - 2 }
    let width = (fitting.max() ?? widest - 2) + 2
    return terms.flatMap { term in
      let head = "\(margin)\(term.name)"
      let body = wrapped(
        term.meaning, behind: margin + String(repeating: " ", count: width))
      guard term.name.count <= width - 2 else { return [head] + body }
      let first =
        TextLayout.column(head, margin.count + width) + (body.first ?? "").drop { $0 == " " }
      return [first] + body.dropFirst()
    }
  }

  /// The further lines begin where the text of the first does.
  private static func wrapped(_ text: String, behind head: String) -> [String] {
    let rest = String(repeating: " ", count: head.count)
    return TextLayout.wrapped(text, columns: columns - head.count, cutsWords: false).enumerated()
      .map { ($0.offset == 0 ? head : rest) + $0.element }
  }
}
