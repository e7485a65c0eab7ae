internal import Base

/// The words of a command line as far as an adapter needs them: quotes are removed and nothing is
/// expanded. Good enough to see which agent CLI a line starts, never to decide what may run.
package struct CommandWords {
  /// The program as written, after leading `NAME=value` words and the `: |` that gives a program an
  /// empty standard input.
  package let path: String
  /// The program's name without its folder.
  package let program: String
  let arguments: [String]

  /// The arguments that can be flags or subcommands: those before `--`.
  var leading: ArraySlice<String> { arguments.prefix { $0 != "--" } }

  /// Those of the last program of a pipeline: what it prints is what is read.
  var last: ArraySlice<String> {
    leading.lastIndex(of: "|").map { leading[($0 + 1)...] } ?? leading
  }

  /// The model that is asked for with `-m MODEL`, `--model MODEL`, `--model=MODEL` or
  /// `-c model=MODEL`; nil for none.
  var model: String? {
    let words = Array(leading)
    for (index, word) in words.enumerated() {
      if word == "-m" || word == "--model" {
        return index + 1 < words.count ? words[index + 1] : nil
      }
      if word.hasPrefix("--model=") { return String(word.dropFirst("--model=".count)) }
      if word == "-c" || word == "--config", index + 1 < words.count,
        words[index + 1].hasPrefix("model=")
      {
        return words[index + 1].dropFirst("model=".count).filter { $0 != "\"" }
      }
    }
    return nil
  }

  /// The value of the first of `options` that stands there, as in "--profile NAME".
  func value(of options: [String]) -> String? {
    let words = Array(leading)
    for (word, next) in zip(words, words.dropFirst()) where options.contains(word) { return next }
    return nil
  }

  package init(_ line: String) {
    var words = Self.split(line).drop(while: Self.isAssignment)
    if words.starts(with: [":", "|"]) {
      words = words.dropFirst(2).drop(while: Self.isAssignment)
    }
    let first = words.first ?? ""
    path = first
    program = String(first.split(separator: "/").last ?? "")
    arguments = Array(words.dropFirst())
  }

  private static func isAssignment(_ word: String) -> Bool {
    guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return false }
    return word[..<equals].utf8.isVariableName
  }

  private static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
        word = word ?? ""
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }
}
