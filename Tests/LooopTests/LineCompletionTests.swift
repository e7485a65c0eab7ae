import Testing

@testable import looop

@Suite("What a line can go on with")
struct LineCompletionTests {
  private static func answer(_ words: String..., current: String) -> LineCompletion.Answer {
    let things = { (thing: CompletionSource.Thing, prefix: String) in
      ["\(thing)-1", "\(thing)-2"].filter { $0.hasPrefix(prefix) }
        .map { LineCompletion.Candidate(value: $0) }
    }
    return LineCompletion(verbs: VerbTable.all, things: things)
      .answer(before: words, current: current)
  }

  private static func values(_ answer: LineCompletion.Answer) -> [String] {
    if case .candidates(let candidates) = answer { candidates.map(\.value) } else { ["\(answer)"] }
  }

  @Test("A verb, the verbs of a noun, and those behind `_`")
  func verbs() {
    #expect(Self.values(Self.answer(current: "go")) == ["goal"])
    #expect(Self.values(Self.answer("_", current: "wai")) == ["wait"])
    #expect(Self.values(Self.answer("goal", current: "")) == ["write", "archive", "list", "show"])
    #expect(Self.values(Self.answer("w", current: "k")) == ["kill"])
    #expect(!Self.values(Self.answer(current: "")).contains("pulse"))
    #expect(Self.values(Self.answer("nosuch", current: "")) == [])
    #expect(Self.values(Self.answer(current: "--v")) == ["--version"])
  }

  @Test("The ids of what a word names; the text behind it is free")
  func ids() {
    #expect(Self.values(Self.answer("answer", current: "")) == ["ask-1", "ask-2"])
    #expect(Self.values(Self.answer("answer", "ask-1", current: "y")) == [])
    #expect(Self.values(Self.answer("goal", "show", current: "goal-2")) == ["goal-2"])
    #expect(
      Self.values(Self.answer("sensor", "lint", "a", current: "")) == ["sensor-1", "sensor-2"])
    #expect(Self.values(Self.answer("goal", "show", "x", current: "")) == [])
  }

  @Test("Options that were not given yet, and their values")
  func options() {
    #expect(Self.values(Self.answer("journal", current: "--fo")) == ["--follow"])
    #expect(Self.values(Self.answer("journal", "-f", current: "--fo")) == [])
    #expect(Self.values(Self.answer("journal", "--goal", current: "")) == ["goal-1", "goal-2"])
    #expect(Self.values(Self.answer("journal", current: "--goal=goal-1")) == ["--goal=goal-1"])
    #expect(Self.values(Self.answer("worker", "start", "--kind", current: "t")) == ["terminal"])
    #expect(Self.answer("goal", "write", "x", "--file", current: "") == .files)
    #expect(Self.answer("goal", "write", "x", current: "--file=a") == .files)
    #expect(Self.answer("state", "--data-dir", current: "") == .folders)
    // The value of an option is not the verb's word.
    #expect(Self.values(Self.answer("answer", "--data-dir", "d", current: "ask-2")) == ["ask-2"])
  }

  @Test("Behind `--`, and behind the command of someone else, looop's options are over")
  func terminator() {
    #expect(Self.values(Self.answer("answer", "ask-1", "--", current: "--")) == [])
    #expect(Self.answer("run", "git", current: "--") == .files)
    #expect(Self.values(Self.answer("run", current: "--rea")) == ["--reason"])
  }

  @Test("help completes verbs and topics")
  func help() {
    #expect(Self.values(Self.answer("help", current: "exit")) == ["exit-codes"])
    #expect(Self.values(Self.answer("help", current: "goa")) == ["goal"])
    #expect(Self.values(Self.answer("help", "goal", current: "w")) == ["write"])
  }

  @Test("Every row of the table is a word or an option that exists")
  func table() {
    let sheets = CommandSheet.all(VerbTable.all)
    var words: Set<String> = []
    for sheet in sheets {
      for parameter in sheet.parameters {
        words.insert("\(sheet.name) \(parameter.names.last ?? parameter.value)")
      }
    }
    for row in CompletionSource.ofVerbs.keys.sorted() {
      #expect(words.contains(row), "no verb has '\(row)'")
    }
  }

  @Test("No word that is called an id or a name is forgotten")
  func ownWords() {
    for sheet in CommandSheet.all(VerbTable.all) {
      for parameter in sheet.parameters where ["id", "name", "names"].contains(parameter.value) {
        let row = "\(sheet.name) \(parameter.names.last ?? parameter.value)"
        #expect(CompletionSource.ofVerbs[row] != nil, "say in CompletionSource what '\(row)' is")
      }
    }
  }

  @Test(
    "A word is read as its shell will read it",
    arguments: [
      ("plain", "plain"), (#"a\ b"#, "a b"), (#""a b"#, "a b"), ("'a b'c", "a bc"),
      (#""a\"b\c""#, #"a"b\c"#), ("~/x", "/h/x"), ("~", "/h"), ("a~/x", "a~/x"), ("'~/x'", "~/x"),
      (#"a\"#, "a"), ("é☃ 🐦", "é☃ 🐦"), ("$(rm x)", "$(rm x)"),
    ])
  func typed(_ text: String, _ word: String) {
    #expect(TypedWord.unquoted(text, home: "/h") == word)
  }
}
