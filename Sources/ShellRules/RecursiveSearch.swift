internal import Base

/// `grep -r` reads hidden files and whatever else lies below a folder. It is known to be harmless in a
/// folder that is called as folders of source text are.
enum RecursiveSearch {
  private static let sourceFolders: Set<String> = [
    "src", "source", "sources", "lib", "libs", "test", "tests", "spec", "specs", "doc", "docs",
    "app",
    "pkg", "cmd", "include", "internal", "packages", "crates", "examples", "scripts",
  ]
  /// With one of these nothing else says what is sought, and every operand is a folder.
  private static let patternOptions: Set<String> = ["-e", "-f", "--regexp", "--file"]
  /// All must be known, to tell a folder from an option's argument.
  private static let options: [String] =
    "rniylLchHwxvoqsEFGPaIzZTbUu0123456789".map { "-\($0)" }
    + [
      "-e:", "-f:", "-A:", "-B:", "-C:", "-m:", "-D:", "--regexp:", "--file:", "--recursive",
      "--line-number", "--ignore-case", "--no-ignore-case", "--files-with-matches",
      "--files-without-match", "--count", "--no-filename", "--with-filename", "--word-regexp",
      "--line-regexp", "--invert-match", "--only-matching", "--quiet", "--silent", "--no-messages",
      "--extended-regexp", "--fixed-strings", "--basic-regexp", "--perl-regexp", "--text",
      "--null", "--null-data", "--initial-tab", "--byte-offset", "--line-buffered", "--color",
      "--color=", "--colour", "--colour=", "--max-count:", "--after-context:",
      "--before-context:", "--context=", "--include:", "--exclude:", "--exclude-dir:",
      "--exclude-from:", "--label:", "--binary-files:",
    ]

  /// Why `arguments` are more than that, as the end of a sentence; nil when they are not.
  @Sendable static func problem(_ arguments: [String]) -> String? {
    guard let option = arguments.first(where: isRecursive) else { return nil }
    if case .success(let scan) = ReadOnlyCommand.Scan.options(arguments, options) {
      let saysPattern = !patternOptions.isDisjoint(with: scan.options)
      let folders = scan.operands.dropFirst(saysPattern ? 0 : 1)
      if !folders.isEmpty, folders.allSatisfy(isSource) { return nil }
    }
    return "not with '\(Untrusted.word(option))' but in a folder such as src"
  }

  private static func isSource(_ folder: String) -> Bool {
    let parts = folder.splitBytes("/")
    return !parts.contains("..")
      && parts.last.map { sourceFolders.contains($0.lowercased()) } == true
  }

  private static func isRecursive(_ word: String) -> Bool {
    guard word.looksLikeOption else { return false }
    if word.startsWithBytes("--") {
      return word.utf8.count > 2 && "--recursive".startsWithBytes(word)
    }
    return word.utf8.contains(UInt8(ascii: "r"))
  }
}
