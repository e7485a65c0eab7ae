internal import Base

/// The program that a runner's command starts, as far as its first word says.
package struct RunnerProgram: Equatable {
  /// As the command has it; empty when it names none.
  package let word: String
  /// Where it was found.
  let path: String?

  package init(_ word: String, searchPath: String?) {
    self.word = word
    path = Executable.find(word, path: searchPath)
  }

  /// Whether there is no such program: false where the shell alone could say, as of a word of its own
  /// or one that it expands.
  package var isMissing: Bool {
    path == nil && !word.isEmpty && word.utf8.allSatisfy(Self.isPlain)
      && !Self.shellWords.contains(word)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "+"):
      true
    default: false
    }
  }

  /// Words that need no program of their name: the reserved words, special built-ins and intrinsic
  /// utilities of a POSIX shell (POSIX.1-2024, XCU), and what common shells add.
  private static let shellWords: Set = [
    "alias", "bg", "break", "case", "cd", "command", "continue", "do", "done", "elif", "else",
    "esac", "eval", "exec", "exit", "export", "fc", "fg", "fi", "for", "function", "getopts",
    "hash",
    "if", "in", "jobs", "let", "local", "read", "readonly", "return", "select", "set", "shift",
    "source",
    "then", "time", "times", "trap", "type", "typeset", "ulimit", "umask", "unalias", "unset",
    "until", "wait", "while", ".", "builtin", "declare",
  ]
}
