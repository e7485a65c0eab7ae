/// Where programs keep their settings, and in them tokens: the hidden files and folders of a home,
/// and what is below `.config`. There are too many programs to list what each calls its file.
enum ProgramSettings {
  /// Settings of editors and shells in which no one writes a password.
  private static let plainFiles: Set<String> = [
    ".gitignore", ".gitattributes", ".editorconfig", ".vimrc", ".nanorc", ".inputrc", ".tmux.conf",
    ".screenrc", ".dircolors", ".hushlogin", ".bash_logout", ".tool-versions", ".nvmrc",
    ".python-version", ".ruby-version",
  ]
  /// Hidden folders of a home with more than settings in them: there only names tell.
  private static let plainFolders = [
    [".cache"], [".local"], [".rustup"], [".nvm"], [".pyenv"], [".vim"], [".dotfiles"],
    [".cargo", "registry"], [".cargo", "git"],
  ]
  /// Records, texts, source texts and units, wherever they are.
  private static let plainEndings: Set<String> = [
    "log", "md", "rst", "adoc", "service", "timer", "socket", "target", "path", "mount", "desktop",
    "vim", "lua", "el", "rs", "py", "js", "mjs", "ts", "tsx", "go", "c", "h", "cpp", "hpp", "java",
    "kt", "rb", "swift", "css", "html",
  ]

  /// Whether a path leads to or into the settings of a program.
  static func contain(_ path: PlainPath) -> Bool {
    guard isHidden(path), let name = path.parts.last else { return false }
    let words = name.splitBytes(".")
    return words.count < 2 || !plainEndings.contains(words[words.count - 1])
  }

  private static func isHidden(_ path: PlainPath) -> Bool {
    let below = path.belowHome
    if let at = (below ?? path.parts).firstIndex(where: { Glob.mayBe($0, ".config") }) {
      // Elsewhere the bare word is what somebody looks for.
      return below != nil || at + 1 < path.parts.count
    }
    guard let below, let first = below.first, first.startsWithBytes("."), first != ".." else {
      return false
    }
    if below.count == 1, plainFiles.contains(first) { return false }
    return !plainFolders.contains(where: below.starts)
  }
}
