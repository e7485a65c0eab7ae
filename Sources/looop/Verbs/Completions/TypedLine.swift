/// The finished words of a line, as far as it is known what each of them is.
struct TypedLine {
  /// The option whose value comes next.
  private(set) var waiting: CommandSheet.Parameter?
  /// Whether a `--`, or the command of someone else, ends looop's own options.
  private(set) var isEnded = false
  /// The word that comes next; nil when the verb accepts no more.
  private(set) var place: CommandSheet.Parameter?
  /// The options that may still be given.
  private(set) var unused: [CommandSheet.Parameter]

  init(_ words: some Sequence<String>, by sheet: CommandSheet) {
    var places = sheet.parameters.filter { $0.kind == .positional }[...]
    unused = sheet.parameters.filter { $0.kind != .positional }
    for word in words {
      if waiting != nil {
        waiting = nil
      } else if word == "--", !isEnded {
        isEnded = true
      } else if !isEnded, word.hasPrefix("-"), word != "-" {
        give(word, of: sheet)
      } else if let next = places.first {
        if next.takesRest { isEnded = true }
        if !next.isRepeating { places.removeFirst() }
      }
    }
    place = places.first
  }

  private mutating func give(_ word: String, of sheet: CommandSheet) {
    let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
    guard let option = sheet.parameters.first(where: { $0.names.contains(name) }) else { return }
    if option.kind == .option, !word.contains("=") { waiting = option }
    if !option.isRepeating { unused.removeAll { $0.names == option.names } }
  }
}
