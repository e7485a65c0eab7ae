import TestSupport
import Testing

@Suite("watch without a window")
struct PlainWatchTests {
  @Test("Without a terminal it prints what there is, once; on a dumb one it prints a log")
  func plain() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let piped = try await box.looop("watch")
      #expect(piped.code == 0 && piped.out.hasPrefix("0  pulse  up (pid "))
      #expect(piped.out.contains("the pulse is up") && !piped.out.contains("\u{1B}"))
      let dumb = try box.start(["watch"], input: .terminal, environment: ["TERM": "dumb"])
      _ = try await dumb.line(containing: "the pulse is up")
      _ = try await dumb.line(containing: "q to quit; then Enter")
      dumb.type("99\n")
      _ = try await dumb.line(containing: "99 is not a number of the list.")
      dumb.type("q\n")
      let end = try await dumb.finish()
      #expect(end.code == 0 && !end.out.contains("\u{1B}"))
    }
  }

  @Test("Before init it says what comes first, in words and in the window")
  func uninitialised() async throws {
    try await Sandbox.use { box in
      let once = try await box.looop("watch", "--once", "--data-dir", box.path("none"))
      #expect(once.out == "0  pulse  down (start it with `looop up`)\nNothing has happened yet.\n")
      let window = try WatchWindow.start(box, "--data-dir", box.path("none"))
      try await window.screen(showing: "`looop init` makes")
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }
}
