internal import Base

/// The facts about one thing, for a person: label and text on a line, and quoted blocks below their
/// label.
struct FactSheet {
  private static let columns = 80
  private static let indent = 13
  /// How much of a quoted block is shown.
  static let mostBytes = 4_000

  private(set) var lines: [String] = []

  /// Adds nothing when the text is empty. Wraps at blanks; a longer word, such as a path, stays
  /// whole.
  mutating func add(_ label: String, _ text: String) {
    guard !text.isEmpty else { return }
    let parts = TextLayout.wrapped(
      Untrusted.oneLine(text), columns: Self.columns - Self.indent, cutsWords: false)
    for (index, part) in parts.enumerated() {
      lines.append(TextLayout.column(index == 0 ? label : "", Self.indent) + part)
    }
  }

  /// One line for each text; only the first has the label.
  mutating func add(_ label: String, _ texts: [String]) {
    for (index, text) in texts.enumerated() { add(index == 0 ? label : "", text) }
  }

  /// The lines of `text`, from which secrets must already be removed; a long text loses its end.
  mutating func addBlock(_ text: String) {
    let shown = Untrusted.visible(Untrusted.clipped(text, bytes: Self.mostBytes))
    var block = shown.split(separator: "\n", omittingEmptySubsequences: false)
    if block.last?.isEmpty == true { block.removeLast() }
    lines += block.map { $0.isEmpty ? "" : "    \($0)" }
  }

  /// The value on the label's line when it fits, else below it.
  mutating func add(_ label: String, _ value: JSONValue) {
    let text = Untrusted.visible(JSONWriter.text(value))
    if text.utf8.count <= Self.columns - Self.indent {
      lines.append(TextLayout.column(label, Self.indent) + text)
    } else {
      lines.append(label)
      addBlock(JSONWriter.text(value, .pretty))
    }
  }

  var text: String { lines.joined(separator: "\n") }
}
