/// A piece of the manual, before it becomes text for a terminal, a man page or Markdown. Words between
/// back quotes are to be typed as they are.
enum ManualBlock: Equatable {
  /// Of a section; those of its parts are one level below.
  case heading(String, level: Int)
  case text(String)
  case list([String])
  case terms([Term])
  /// Lines as they are.
  case code([String])

  struct Term: Equatable {
    /// To be typed as it is.
    let name: String
    let meaning: String
  }
}

extension ManualBlock {
  /// Reads the Markdown that the manual is written in: `##` headings, paragraphs, lists, lists whose
  /// items begin with a term between back quotes, fenced lines, and lines such as `{{moves}}` for what
  /// is made from the code.
  static func read(
    _ lines: some Sequence<some StringProtocol>, made: (String) -> [ManualBlock]
  ) -> [ManualBlock] {
    var reader = Reader()
    for line in lines { reader.read(String(line), made: made) }
    reader.endBlock()
    return reader.blocks
  }

  private struct Reader {
    var blocks: [ManualBlock] = []
    private var paragraph: [String] = []
    private var items: [String] = []
    private var fenced: [String]?

    mutating func read(_ line: String, made: (String) -> [ManualBlock]) {
      if line.hasPrefix("```") {
        endBlock()
        if let lines = fenced { blocks.append(.code(lines)) }
        fenced = fenced == nil ? [] : nil
      } else if fenced != nil {
        fenced?.append(line)
      } else if line.isEmpty {
        endBlock()
      } else if line.hasPrefix("## ") {
        endBlock()
        blocks.append(.heading(String(line.dropFirst(3)), level: 2))
      } else if line.hasPrefix("{{"), line.hasSuffix("}}") {
        endBlock()
        blocks += made(String(line.dropFirst(2).dropLast(2)))
      } else if line.hasPrefix("- ") {
        items.append(String(line.dropFirst(2)))
      } else if items.isEmpty {
        paragraph.append(line)
      } else {
        items[items.count - 1] += " " + line.drop { $0 == " " }
      }
    }

    mutating func endBlock() {
      if !paragraph.isEmpty { blocks.append(.text(paragraph.joined(separator: " "))) }
      let terms = items.compactMap(ManualBlock.term)
      if !items.isEmpty { blocks.append(terms.count == items.count ? .terms(terms) : .list(items)) }
      paragraph = []
      items = []
    }
  }

  /// An item such as "`up`: starts the pulse".
  private static func term(_ item: String) -> Term? {
    guard item.hasPrefix("`"), let end = item.firstRange(of: "`: ") else { return nil }
    let name = item[item.index(after: item.startIndex)..<end.lowerBound]
    return Term(name: String(name), meaning: String(item[end.upperBound...]))
  }
}
