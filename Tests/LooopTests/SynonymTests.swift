import Testing

@testable import looop

/// Words of other tools, held against the verbs there are.
@Suite("Synonyms of verbs")
struct SynonymTests {
  /// What stands between backticks and begins with `looop`.
  static func lines(in hint: String) -> [[String]] {
    hint.split(separator: "`").map { $0.split(separator: " ").map(String.init) }
      .filter { $0.first == "looop" }
  }

  /// Whether the line names a verb, and behind a noun one of its own.
  static func exists(_ line: [String]) -> Bool {
    guard line.count > 1, let entry = VerbTable.entry(line[1]), entry.isVisible else {
      return false
    }
    let own = HelpText.ownVerbs(of: entry)
    return own.isEmpty || line.count > 2 && own.contains(line[2])
  }

  @Test("Every hint names a verb that exists", arguments: Synonyms.verbs.keys.sorted())
  func named(_ word: String) throws {
    let lines = Self.lines(in: try #require(Synonyms.hint(word)))
    #expect(!lines.isEmpty && lines.allSatisfy(Self.exists), "\(lines)")
    #expect(VerbTable.entry(word) == nil, "\(word) is a verb")
  }

  @Test("So does every hint behind a noun", arguments: Synonyms.ofNouns.keys.sorted())
  func namedBehind(_ words: String) throws {
    let parts = words.split(separator: " ").map(String.init)
    let entry = try #require(VerbTable.entry(parts[0]))
    let own = HelpText.ownVerbs(of: entry)
    #expect(!own.contains(parts[1]), "\(words) is a verb")
    let hint = try #require(Synonyms.hint(parts[1], of: parts[0], own: own))
    let lines = Self.lines(in: hint)
    #expect(!lines.isEmpty && lines.allSatisfy(Self.exists), "\(lines)")
  }

  @Test("A line that names no verb is found")
  func canFail() {
    #expect(!Self.exists(["looop", "begin"]) && !Self.exists(["looop", "goal", "rm"]))
    #expect(!Self.exists(["looop", "goal"]) && !Self.exists(["looop", "pulse"]))
    #expect(Self.exists(["looop", "goal", "write"]) && Self.exists(["looop", "up"]))
  }

  @Test(
    "Behind a noun a common word leads to what the noun has",
    arguments: [
      ("goal", "ls", "goal list"), ("goal", "rm", "goal archive"), ("goal", "add", "goal write"),
      ("goal", "edit", "goal write"), ("goal", "new", "goal write"),
      ("goal", "delete", "goal archive"), ("goal", "cat", "goal show"),
      ("worker", "ls", "worker list"), ("worker", "rm", "worker kill"),
      ("worker", "stop", "worker kill"), ("worker", "logs", "worker log ID"),
      ("worker", "status", "worker list"), ("worker", "new", "worker start"),
      ("sensor", "ls", "sensor list"), ("sensor", "delete", "sensor rm"),
      ("sensor", "edit", "sensor write"), ("sensor", "create", "sensor add"),
      ("sensor", "exec", "sensor run"), ("playbook", "edit", "playbook write"),
      ("playbook", "list", "playbook history"), ("runner", "ls", "runner list"),
      ("runner", "check", "runner test"), ("runner", "use", "init"),
    ])
  func behindNoun(_ noun: String, _ word: String, _ verb: String) throws {
    let entry = try #require(VerbTable.entry(noun))
    let hint = Synonyms.hint(word, of: noun, own: HelpText.ownVerbs(of: entry))
    #expect(hint?.contains("`looop \(verb)`") == true, "\(hint ?? "no hint")")
  }

  @Test("A word that means nothing has no hint")
  func unknown() {
    #expect(Synonyms.hint("zzz") == nil)
    #expect(Synonyms.hint("zzz", of: "goal", own: ["write", "list"]) == nil)
  }
}
