/// Programs that run what they read.
enum Interpreters {
  private static let names: Set<String> = [
    "perl", "ruby", "node", "nodejs", "php", "deno", "bun", "lua", "osascript", "tclsh", "Rscript",
  ]

  static func isInterpreter(_ name: String) -> Bool {
    CommandWrappers.shells.contains(name) || names.contains(name) || name.startsWithBytes("python")
  }

  /// True when these words run a program that comes on their standard input; `python -m json.tool`
  /// or `perl -ne …` read only data from it.
  static func readsProgram(_ words: [ShellWord]) -> Bool {
    guard let first = words.first else { return false }
    let name = CommandWrappers.name(first)
    let arguments = words.dropFirst().map(\.text)
    if name == "." || name == "source" { return arguments.first == "/dev/stdin" }
    guard isInterpreter(name) else { return false }
    // Letters behind which code or a file is given.
    let codeLetters = CommandWrappers.shells.contains(name) ? "c" : "ceEmnprRF"
    for word in arguments {
      if word == "-" || word == "/dev/stdin" { return true }
      guard word.looksLikeOption else { return false }
      if word.startsWithBytes("--") { continue }
      if CommandWrappers.shells.contains(name), word.utf8.contains(UInt8(ascii: "s")) {
        return true
      }
      if word.utf8.contains(where: codeLetters.utf8.contains) { return false }
    }
    return true
  }
}
