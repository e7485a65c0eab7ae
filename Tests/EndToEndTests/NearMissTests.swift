import TestSupport
import Testing

/// A word that is nearly one that exists is answered with that one, wherever it is typed.
@Suite("Did you mean")
struct NearMissTests {
  /// Each line, and the word that is meant.
  private static let lines: [(line: String, meant: String)] = [
    ("answer setup1 x", "setup-1"), ("answer setup-11 x", "setup-1"), ("asks stup-1", "setup-1"),
    ("goal show shipp", "ship"), ("goal archive shp", "ship"),
    ("worker start w x --goal shp", "ship"), ("worker start w x --runner dmo", "demo"),
    ("worker start w x --kind hedless", "headless"),
    ("sensor show wether", "weather"), ("sensor run wether", "weather"),
    ("sensor enable wether", "weather"), ("sensor disable wether", "weather"),
    ("sensor rm wether --yes", "weather"), ("sensor test wether", "weather"),
    ("sensor lint wether", "weather"), ("sensor add dsk", "disk"),
    ("sensor show --shipped dsk", "disk"), ("push dor -", "door"),
    ("worker show nots", "notes"), ("worker kill nots", "notes"), ("kill nots", "notes"),
    ("worker log nots", "notes"), ("screenshot nots", "notes"), ("watch nots --once", "notes"),
    ("runner show dmo", "demo"), ("runner test dmo", "demo"), ("runner replay dmo -", "demo"),
    ("runner unpark dmo", "demo"), ("init --runner dmo", "demo"),
    ("schema stat", "state"), ("cost --by runer", "runner"), ("completions fis", "fish"),
    ("help gats", "gates"), ("help goal wrte", "write"), ("goal wrte", "write"),
    ("statee", "state"), ("state --jsn", "--json"), ("journal --folow", "--follow"),
    ("journal --goal shp", "ship"), ("events --goal shp", "ship"),
    ("events --worker nots", "notes"),
  ]

  @Test("What is nearly right is answered with what is")
  func near() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "ship", "x")
      try await box.must("sensor", "new", "door", "--push")
      try await box.must("sensor", "new", "weather")
      try await box.must("beat")
      try box.stub.worker("notes", "exit 0")
      try await box.must("worker", "start", "notes", "x")
      try await box.worker("notes", "exited(0)")
      for (line, meant) in Self.lines {
        let words = line.split(separator: " ").map(String.init)
        let said = try await box.start(words).finish().err
        #expect(said.contains("Did you mean") && said.contains(meant), "\(line): \(said)")
      }
      let run = try #require(box.names(in: "data/runs").first)
      let wrong = try await box.looop("runs", "show", String(run.dropLast()) + "x")
      #expect(wrong.err.contains("The nearest is \(run)."))
    }
  }

  @Test("What is far from everything is answered with where to look")
  func far() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      for line in ["goal show z", "goal show zebra", "asks zebra-1", "worker show zebra"] {
        let said = try await box.start(line.split(separator: " ").map(String.init)).finish().err
        #expect(!said.contains("Did you mean") && said.contains("list"), "\(line): \(said)")
      }
      // An archived goal is known: that nothing is told of it needs no guess.
      try await box.must("goal", "archive", "g")
      #expect(!(try await box.looop("events", "--goal", "g").err.contains("no goal")))
    }
  }

  @Test("A place with blanks, a quote and an emoji is printed as a shell reads it")
  func places() async throws {
    try await Sandbox.use(nil) { box in
      let place = box.path("it's da ta 🐦")
      let line = "LOOOP_CONFIG='\(box.root)/con fig.json' LOOOP_DATA_DIR=\"\(place)\" \"$LOOOP\""
      let chosen = try await box.shell("\(line) init --runner demo")
      #expect(chosen.out.contains("config   '\(box.root)/con fig.json'\n"), "\(chosen.out)")
      let up = try await box.shell("\(line) up")
      let shown = try #require(up.out.split(separator: "\n").first?.split(separator: " in ").last)
      let listed = try await box.shell("ls \(shown)")
      #expect(listed.out.contains("PLAYBOOK.md"), "\(up.out)")
      #expect(try await box.shell("\(line) down").code == 0)
    }
  }
}
