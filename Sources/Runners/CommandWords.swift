internal import Base
internal import Core

/// The words of a command line as far as an adapter needs them: quotes are removed and nothing is
/// expanded but a variable that stands for the program. Good enough to see which agent CLI a line
/// starts, never to decide what may run.
package struct CommandWords {
  /// The program as written, after what only prepares its run: `NAME=value` words, commands such as
  /// `cd x &&`, programs that run a program such as `env`, and what feeds its standard input. Empty
  /// where one of those looks for it.
  package let path: String
  /// The program's name without its folder.
  package let program: String
  let arguments: [String]
  /// All words of the line, what a `sh -c` is given included.
  let all: [String]
  /// What must be there for it to start.
  let needs: [CommandNeed]

  /// The arguments that can be flags or subcommands: those before `--` and before the next command.
  var leading: ArraySlice<String> {
    arguments.prefix { $0 != "--" && !["&&", "||", ";", "&", ")", "}"].contains($0) }
  }

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

  /// `environment` has the values of variables in place of a program.
  package init(_ line: String, _ environment: [String: String] = [:]) {
    var launch = CommandLaunch(LineWords.split(line), environment)
    launch.strip()
    let first = launch.words.first ?? ""
    path = launch.isFoundElsewhere ? "" : first
    program = Self.name(of: first)
    arguments = Array(launch.words.dropFirst())
    all = launch.seen
    needs = launch.reach.needs
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// Whether a word of the line is `program`, be it where it is: behind a program that looop does not
  /// know, in a variable, or as a part of a name such as `my-program`.
  package func mentions(_ program: String) -> Bool {
    all.contains { word in
      let name = Self.name(of: word).lowercased()
      if name == program { return true }
      // The parts of longer names are words of other things too.
      guard program.utf8.count > 3 else { return false }
      return name.split { !$0.isLetter && !$0.isNumber }.contains { $0 == program }
    }
  }
}

/// A line cut into words and operators.
enum LineWords {
  /// Quotes are removed. An operator such as `&&` is a word of its own; a substitution such as
  /// `$(cat x)` is part of its word.
  static func split(_ line: String) -> [String] {
    var splitter = Splitter()
    for character in line { splitter.read(character) }
    return splitter.finish()
  }

  private struct Splitter {
    private var words: [String] = []
    private var word: String?
    private var quote: Character?
    private var isEscaped = false
    /// How many substitutions are open.
    private var depth = 0
    private var isOperator = false

    mutating func read(_ character: Character) {
      if isEscaped {
        isEscaped = false
        // A line that goes on in the next one.
        if character != "\n" { add(character) }
      } else if character == "\\", quote != "'" {
        isEscaped = true
        if isOperator { end() }
        word = word ?? ""
      } else if let open = quote {
        if character == open, depth == 0 {
          quote = nil
        } else {
          if character == open { quote = nil }
          word = (word ?? "") + String(character)
        }
      } else if depth > 0 {
        if character == "'" || character == "\"" { quote = character }
        if character == "(" || character == "{" { depth += 1 }
        if character == ")" || character == "}" { depth -= 1 }
        word = (word ?? "") + String(character)
      } else if character == "'" || character == "\"" {
        if isOperator { end() }
        quote = character
        word = word ?? ""
      } else if character == "\n" {
        end()
        words.append(";")
      } else if character.isWhitespace {
        end()
      } else if (character == "(" || character == "{"), word?.hasSuffix("$") == true {
        depth = 1
        add(character)
      } else if isOperatorHere(character) {
        if !(isOperator && word == String(character) && "&|;".contains(character)) { end() }
        word = (word ?? "") + String(character)
        isOperator = true
      } else {
        add(character)
      }
    }

    private mutating func add(_ character: Character) {
      if isOperator { end() }
      word = (word ?? "") + String(character)
    }

    /// `&` of a redirection, as in `2>&1`, and parentheses within a word are not operators.
    private func isOperatorHere(_ character: Character) -> Bool {
      switch character {
      case ";", "|": true
      case "&": word?.last != ">" && word?.last != "<"
      case "(", ")": word == nil || isOperator || character == ")"
      default: false
      }
    }

    private mutating func end() {
      if let word { words.append(word) }
      word = nil
      isOperator = false
    }

    mutating func finish() -> [String] {
      end()
      return words
    }
  }
}
