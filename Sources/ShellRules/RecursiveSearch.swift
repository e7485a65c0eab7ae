internal import Base

/// `grep -r` reads hidden files and whatever else lies below a folder. It is known to be harmless in a
/// folder that is called as folders of source text are.
enum RecursiveSearch {
  private static let sourceFolders: Set<String> = [
    "src", "source", "sources", "lib", "libs", "test", "tests", "spec", "specs", "doc", "docs",
    "app",
    "pkg", "cmd", "include", "internal", "packages", "crates", "examples", "scripts",
  ]
  /// Why `arguments` are more than that, as the end of a sentence; nil when they are not.
  @Sendable static func problem(_ arguments: [String]) -> String? {
    guard let option = arguments.first(where: isRecursive) else { return nil }
    var operands: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if takesNumber(word) { rest = rest.dropFirst() }
      if !word.looksLikeOption { operands.append(word) }
    }
    // The first is what is sought, unless an option says that; then too little is left to tell.
    let folders = operands.dropFirst()
    let isSource = folders.allSatisfy { folder in
      !folder.splitBytes("/").contains("..")
        && folder.splitBytes("/").last.map { sourceFolders.contains($0.lowercased()) } == true
    }
    if isSource, !folders.isEmpty { return nil }
    return "not with '\(Untrusted.word(option))' but in a folder such as src"
  }

  /// Its argument is the next word, and no folder.
  private static func takesNumber(_ word: String) -> Bool {
    word.looksLikeOption && !word.startsWithBytes("--")
      && word.utf8.last.map("ABCm".utf8.contains) == true
  }

  private static func isRecursive(_ word: String) -> Bool {
    guard word.looksLikeOption else { return false }
    if word.startsWithBytes("--") {
      return word.utf8.count > 2 && "--recursive".startsWithBytes(word)
    }
    return word.utf8.contains(UInt8(ascii: "r"))
  }
}
