internal import Base

/// The facts about one thing, for a person: label and text on a line, and quoted blocks below their
/// label. Secrets are taken out of a text before it is wrapped or cut, which could hide a part of one.
struct FactSheet {
  private static let widest = 80
  private static let narrowest = 24
  private static let indent = 13
  /// How much of a quoted block is shown.
  static let mostBytes = 4_000

  let columns: Int
  let redaction: Redaction
  private(set) var lines: [String] = []

  /// For a terminal of so many columns; more than 80 are not used.
  init(columns: Int? = nil, redacting redaction: Redaction) {
    self.init(
      width: max(Self.narrowest, min(columns ?? Self.widest, Self.widest)), redacting: redaction)
  }

  private init(width: Int, redacting redaction: Redaction) {
    columns = width
    self.redaction = redaction
  }

  /// With each fact on a line of its own, however long.
  static func unwrapped(redacting redaction: Redaction) -> FactSheet {
    FactSheet(width: 1 << 20, redacting: redaction)
  }

  /// Adds nothing when the text is empty. Wraps at blanks; a longer word, such as a path, stays
  /// whole.
  mutating func add(_ label: String, _ text: String) {
    guard !text.isEmpty else { return }
    let parts = TextLayout.wrapped(
      Untrusted.oneLine(redaction.text(text)), columns: columns - Self.indent, cutsWords: false)
    for (index, part) in parts.enumerated() {
      lines.append(TextLayout.column(index == 0 ? label : "", Self.indent) + part)
    }
  }

  /// One line for each text; only the first has the label.
  mutating func add(_ label: String, _ texts: [String]) {
    for (index, text) in texts.enumerated() { add(index == 0 ? label : "", text) }
  }

  /// The lines of `text` behind bars, as they are. A long text loses its end.
  mutating func addBlock(_ text: String) {
    var block = Untrusted.lines(Untrusted.clipped(redaction.text(text), bytes: Self.mostBytes))
    if block.last?.isEmpty == true { block.removeLast() }
    lines += Untrusted.barred(block, indent: 2)
  }

  /// Someone else's words behind bars, so that no line of them can pass for one of looop's. Longer
  /// lines wrap; what is left out is said beside the bars. Adds nothing when the text is empty.
  mutating func addQuote(_ text: String, _ excerpt: Excerpt) {
    let rows = Untrusted.visible(redaction.text(text)).replacing("\t", with: "    ")
      .split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
        // Wrapped lines keep the indent of the first.
        let indent = String(line.prefix { $0 == " " }.prefix(columns / 2))
        return TextLayout.wrapped(
          String(line.drop { $0 == " " }), columns: columns - 4 - indent.count
        ).map { $0.isEmpty ? "" : indent + $0 }
      }
    let trimmed = rows.trimmed(of: "")
    guard !trimmed.isEmpty else { return }
    let shown = excerpt.isEnd ? trimmed.suffix(excerpt.rows) : trimmed.prefix(excerpt.rows)
    let isCut = shown.count < trimmed.count || excerpt.bytesLeft > 0
    let mark = TextLayout.wrapped(
      "[clipped\(excerpt.whole.isEmpty ? "" : "; \(excerpt.whole)")]", columns: columns - 2,
      cutsWords: false
    ).map { "  \($0)" }
    if isCut, excerpt.isEnd { lines += mark }
    lines += Untrusted.barred(shown, indent: 2)
    if isCut, !excerpt.isEnd { lines += mark }
  }

  /// How much of a quote is shown.
  struct Excerpt {
    var rows = 12
    /// Whether its end is shown, and not its start.
    var isEnd = false
    /// Of the whole, what the quoted text already lacks.
    var bytesLeft = 0
    /// Where the whole is.
    var whole = ""
  }

  /// The value on the label's line when it fits, else below it.
  mutating func add(_ label: String, _ value: JSONValue) {
    let value = redaction.value(value, numbers: false)
    let text = Untrusted.visible(JSONWriter.text(value))
    if text.utf8.count <= columns - Self.indent {
      lines.append(TextLayout.column(label, Self.indent) + text)
    } else {
      lines.append(label)
      addBlock(JSONWriter.text(value, .pretty))
    }
  }

  var text: String { lines.joined(separator: "\n") }
}

extension Wiring {
  /// An empty one for standard output.
  var factSheet: FactSheet {
    FactSheet(columns: Console.outputColumns, redacting: redaction)
  }
}
