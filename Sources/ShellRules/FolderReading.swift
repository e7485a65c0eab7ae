internal import Base

/// What is read of a folder that is named as a whole.
enum FolderReading {
  /// A search below a whole home or system, or in the settings of a program, reads more than anyone
  /// meant, also when the line went there before.
  @Sendable static func problem(_ arguments: [String], _ places: Places) -> String? {
    if places.folders.contains(where: { isBroad($0) || places.isSetting(PlainPath($0)) }) {
      return "not in a whole home or system, or in the settings of a program"
    }
    let broad = arguments.first { places.paths($0).contains(where: isBroad) }
    return broad.map { "not below '\(Untrusted.word($0))'" }
  }

  /// `rg` searches all that a pattern or a type takes in, hidden and ignored files too.
  @Sendable static func hiddenFiles(_ arguments: [String]) -> String? {
    if let type = arguments.first(where: { $0.startsWithBytes("--type-add") }) {
      return "not with '\(Untrusted.word(type))'"
    }
    let values = zip([""] + arguments, arguments).compactMap { option, word -> String? in
      if ["-g", "--glob", "--iglob"].contains(option) { return word }
      let prefix = ["--glob=", "--iglob=", "-g"].first(where: word.startsWithBytes)
      return prefix.map { String(decoding: word.utf8.dropFirst($0.utf8.count), as: UTF8.self) }
    }
    let hidden = values.first { value in
      !value.startsWithBytes("!") && value.splitBytes("/{,}").contains(where: takesInHidden)
    }
    return hidden.map { "with '\(Untrusted.word($0))' it searches hidden files too" }
  }

  private static func takesInHidden(_ part: String) -> Bool {
    part.utf8.first.map(".[?".utf8.contains) == true || part.utf8.contains(UInt8(ascii: "["))
      || [".env", ".netrc"].contains { Glob.matches(part, $0) }
  }

  /// `diff` of two folders shows what is in their files, hidden ones too.
  @Sendable static func comparison(_ arguments: [String], _ places: Places) -> String? {
    let folder = arguments.first { word in
      isFolder(word) || places.paths(word).contains(where: isBroad)
    }
    return folder.map { "not of a folder as '\(Untrusted.word($0))'" }
  }

  /// `git diff` compares any two files or folders once one of them is outside of the repository, or
  /// there is none.
  @Sendable static func gitComparison(_ arguments: [String], _ places: Places) -> String? {
    let operands = arguments.filter { !$0.looksLikeOption }
    let outside = operands.first { word in
      ["/", "~", "$"].contains(where: word.startsWithBytes) || word.splitBytes("/").contains("..")
    }
    if let outside { return "not with '\(Untrusted.word(outside))', outside of the repository" }
    let arePaths =
      operands.count == 2
      && (places.folders.contains(where: isBroad)
        || operands.allSatisfy { isFolder($0) || isDotted($0) })
    return arePaths ? "without a revision it may compare what is in no repository" : nil
  }

  // MARK: -

  private static func isBroad(_ text: String) -> Bool {
    var word = ShellWord(text)
    word.hasTilde = true
    word.hasVariable = true
    return SystemPaths.isSystem(word) || SystemPaths.isHome(word)
  }

  private static func isFolder(_ word: String) -> Bool {
    word.endsWithBytes("/") || [".", "..", "$PWD", "$LOOOP_DATA_DIR"].contains(word)
      || ["/.", "/.."].contains(where: word.endsWithBytes)
  }

  private static func isDotted(_ word: String) -> Bool { word.startsWithBytes(".") }
}
