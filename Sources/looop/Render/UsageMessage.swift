internal import Base

/// What argument-parser says of a wrong line, in looop's own form: what is wrong, and how to mend it.
/// It gives its errors only as text, so this reads the text; a test holds it against real lines.
struct UsageMessage {
  /// The verb, and the verb of its noun: `goal write`.
  let verb: String
  /// Its page of the help, which lists its options.
  let page: String
  /// A line that works.
  let example: String?

  /// `said`: the whole of what argument-parser says.
  func error(_ said: String) -> LooopError {
    let line = said.split(separator: "\n").first.map(String.init) ?? ""
    let wrong = Self.dropping("Error: ", of: line) ?? line
    if let rest = Self.dropping("Unknown option '", of: wrong) {
      let name = Self.before("'. Did you mean '", in: rest) ?? String(rest.dropLast())
      return Self.unknownOption(name, of: verb, options: options, takesText: takesText)
    }
    if let name = Self.dropping("Invalid option: ", of: wrong) {
      return Self.unknownOption(name, of: verb, options: options, takesText: takesText)
    }
    if let rest = Self.dropping("Missing expected argument '", of: wrong) {
      let name = String(rest.prefix { $0 != "'" && $0 != " " })
      return usage("`looop \(verb)` needs \(name): \(meaning(of: name) ?? "see its help.")")
    }
    if let rest = Self.dropping("Missing value for '", of: wrong) {
      let name = String(rest.prefix { $0 != " " && $0 != "'" })
      return usage("\(name) needs a value.", about: name)
    }
    if let rest = Self.dropping("Unexpected argument '", of: wrong) {
      return usage("'\(rest.dropLast())' is one word too many for \(form).")
    }
    if let rest = Self.after(" unexpected arguments: ", in: wrong) {
      return usage("\(rest) are too many words for \(form).")
    }
    if let rest = Self.dropping("The value '", of: wrong),
      let value = Self.before("' is invalid for '", in: rest),
      let definition = Self.after("' is invalid for '", in: rest)
    {
      let name = String(definition.prefix { $0 != " " && $0 != "'" })
      return usage("'\(value)' does not fit \(name).", about: name)
    }
    if let rest = Self.dropping("The option '", of: wrong),
      let name = Self.before("' does not take any value, but '", in: rest)
    {
      return usage("\(name) takes no value.", hint: "Leave out what follows the '='.")
    }
    return usage(wrong.hasSuffix(".") ? wrong : wrong + ".")
  }

  /// An option that the verb does not have.
  static func unknownOption(
    _ name: String, of verb: String, options: [String], takesText: Bool = false
  ) -> LooopError {
    let nearest = Nearest.match(name, in: options).map { "Did you mean \($0)?" }
    let all = "Its options are: \(options.joined(separator: ", "))."
    let dash = "Put `--` before a text that begins with '-'."
    return LooopError(
      .usage, code: "E_USAGE", "`looop \(verb)` has no option '\(name)'.",
      hint: takesText
        ? [nearest, dash].compactMap(\.self).joined(separator: " ") : nearest ?? all)
  }

  /// With the meaning of the option `name` as the hint.
  private func usage(_ message: String, about name: String) -> LooopError {
    usage(message, hint: meaning(of: name).map { "\(name): \($0)" })
  }

  private func usage(_ message: String, hint: String? = nil) -> LooopError {
    let help = "`looop help \(verb)` explains it."
    return LooopError(
      .usage, code: "E_USAGE", message,
      hint: hint ?? example.map { "For example: `\($0)`. \(help)" } ?? help)
  }

  /// The verb with the words that it takes, without its options.
  private var form: String {
    let usage = page.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix("USAGE: ") }.prefix { !$0.isEmpty }
    let parts = usage.joined(separator: " ").replacing(" [", with: "\n[").split(separator: "\n")
    let words = parts.filter { !$0.hasPrefix("[-") && !$0.hasPrefix("[<options") }
      .map { $0.split(separator: " ").joined(separator: " ") }
    return "`\(words.joined(separator: " ").dropFirst("USAGE: ".count))`"
  }

  /// What the page says of an argument or an option.
  private func meaning(of name: String) -> String? {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { line in
      line.hasPrefix("  ") && !line.hasPrefix("   ")
        && line.split(separator: " ").contains { $0 == name || $0 == "\(name)," }
    }
    guard let start else { return nil }
    var text = [lines[start].dropFirst(Self.indent)]
    if lines[start].count <= Self.indent { text = [] }
    for line in lines[(start + 1)...] {
      guard line.hasPrefix(String(repeating: " ", count: Self.indent)) else { break }
      text.append(line.dropFirst(Self.indent))
    }
    return text.isEmpty ? nil : text.joined(separator: " ")
  }

  /// Where argument-parser begins to explain an argument.
  private static let indent = 26

  private var takesText: Bool { options.contains("--file") }

  /// The long names of its options, as the page lists them.
  private var options: [String] {
    page.split(separator: "\n").filter { $0.hasPrefix("  -") }.compactMap { line in
      line.split(separator: " ").prefix(2).first { $0.hasPrefix("--") }.map(String.init)
    }
  }

  // MARK: Text

  private static func dropping(_ prefix: String, of text: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  private static func before(_ mark: String, in text: String) -> String? {
    text.firstRange(of: mark).map { String(text[..<$0.lowerBound]) }
  }

  private static func after(_ mark: String, in text: String) -> String? {
    text.firstRange(of: mark).map { String(text[$0.upperBound...]) }
  }
}
