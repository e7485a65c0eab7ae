/// What libyaml says of a syntax error, in words that name the mend.
struct SyntaxWords {
  private let problem: String
  private let context: String?

  init(problem: String, context: String?) {
    self.problem = problem
    self.context = context
  }

  /// Something that begins and never ends: its begin is the place to look at.
  var isUnclosed: Bool { problem == "found unexpected end of stream" }

  /// `byte` is what stands at the place.
  func text(at byte: UInt8?) -> String {
    let isTab = byte == UInt8(ascii: "\t")
    if problem.contains("cannot start any token") {
      guard !isTab, let byte else {
        return "a tab character, which YAML does not take as a blank; indent with spaces"
      }
      return "a text cannot begin with '\(Character(Unicode.Scalar(byte)))'; put it in quotes"
    }
    if problem.contains("tab character") {
      return "a tab character, which YAML does not take as a blank; indent with spaces"
    }
    return text
  }

  var text: String {
    if let known = Self.known.first(where: { problem.contains($0.problem) }) { return known.words }
    return context.map { "\(problem), \($0)" } ?? problem
  }

  private static let known: [(problem: String, words: String)] = [
    (
      "mapping values are not allowed",
      "a second ': ' in one value, or a line that is indented too far; put a text with ': ' in quotes"
    ),
    (
      "block sequence entries are not allowed",
      "a list cannot begin here; put '- ' on a line of its own"
    ),
    ("could not find expected ':'", "a key without its ':'; write `key: value`"),
    ("did not find expected ',' or '}'", "a '{' without its '}', or a ',' that is missing"),
    ("did not find expected ',' or ']'", "a '[' without its ']', or a ',' that is missing"),
    (
      "did not find expected key",
      "a key must begin here, as far right as the keys above; or a quote ends too early"
    ),
    (
      "did not find expected '-' indicator",
      "an entry of the list above must begin with '- ', as far right as the others"
    ),
    ("did not find expected node content", "a value is missing here"),
    ("did not find expected <document start>", "the document ended above this line"),
    ("found unexpected end of stream", "a quote that is opened here and never closed"),
    ("found unknown escape character", "an unknown escape; in double quotes write \\\\ for \\"),
    ("found unexpected ':'", "a ':' within a text; put the text in quotes"),
    ("did not find the expected comment or line break", "nothing may follow the '|' or '>' here"),
    ("did not find expected comment or line break", "nothing may follow here on this line"),
  ]
}
