import Foundation
import TestSupport
import Testing

/// What someone can do who has nothing but the help.
@Suite("The help alone")
struct HelpAloneTests {
  /// The lines of the block below `mark`.
  private static func block(below mark: String, in help: String) -> [String] {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(where: { $0.hasSuffix(mark) }) else { return [] }
    return Array(lines[(start + 1)...].drop { $0.isEmpty }.prefix { !$0.isEmpty })
      .map { String($0.drop { $0 == " " }) }
  }

  @Test("A script that takes its lines from `looop help` plays a whole loop, in an empty HOME")
  func story() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("looop", "exec '\(Binary.path)' \"$@\"")
      let lines = Self.block(
        below: "From the first line to the last:", in: try await box.must("help"))
      let verbs = lines.compactMap { $0.split(separator: " ").dropFirst().first }
      #expect(
        verbs == [
          "runner", "init", "up", "playbook", "goal", "wait", "asks", "answer", "state", "journal",
          "down",
        ])
      let typed = try await box.shell((["set -e"] + lines).joined(separator: "\n"))
      #expect(typed.code == 0, "\(box.shown(typed.err))")
      let answer = try JSON(box.text("data/answers/setup-1.json"))
      #expect(answer["answer"] == "Watch the repository.")
      #expect(try await box.must("playbook", "show") == "Ask before you merge.\n")
      #expect(typed.out.contains("setup-1") && typed.out.contains("goal ship written"))
      #expect(try await box.state()["pulse_alive"] == false)
    }
  }

  @Test("The loop of a client, as the help has it, hears of an ask and ends with the pulse")
  func client() async throws {
    try await Sandbox.use { box in
      try box.program("looop", "exec '\(Binary.path)' \"$@\"")
      try await box.upAndRest()
      let lines = Self.block(
        below: "can be done.", in: try await box.must("help", "client"))
      #expect(lines.first == "token=w1.")
      let client = try box.launch(["/bin/sh", "-c", lines.joined(separator: "\n")])
      try await Until.holds("what it says of the ask", saw: { client.out }) {
        client.out.contains("setup-1")
      }
      try await box.must("down")
      #expect(try await client.finish().code == 0)
    }
  }

  @Test("Every topic has a page, and an unknown one is answered with the nearest")
  func topics() async throws {
    try await Sandbox.use(nil) { box in
      let help = try await box.must("help")
      let list = help.split(separator: "\n", omittingEmptySubsequences: false)
        .drop { !$0.contains("`looop help TOPIC`") }.prefix { !$0.isEmpty && !$0.hasPrefix("Exit") }
        .joined(separator: " ")
      let names = (list.split(separator: ":").last ?? "").split(separator: " ")
        .map { $0.filter { $0 != "." } }
      #expect(names.count > 12 && names.contains("gates"))
      for name in names {
        let page = try await box.must("help", name)
        #expect(page.split(separator: "\n").count > 3, "\(name)")
      }
      Golden.expect(try await box.must("help", "client"), at: "golden/help/client.txt")
      for (typed, meant) in [("gats", "gates"), ("enviroment", "environment"), ("sate", "state")] {
        let wrong = try await box.looop("help", typed)
        #expect(wrong.code == 64)
        #expect(wrong.err.contains("Did you mean `looop help \(meant)`?"), "\(wrong.err)")
      }
    }
  }

  @Test("What only says something of looop needs no HOME, and makes no file")
  func homeless() async throws {
    try await Sandbox.use(nil) { box in
      for line in ["help", "help files", "version", "schema", "completions bash", "help --man"] {
        let typed = try await box.shell("env -i PATH=\"$PATH\" \"$LOOOP\" \(line)")
        #expect(typed.code == 0 && typed.err.isEmpty && !typed.out.isEmpty, "\(line)")
      }
      let state = try await box.shell("env -i PATH=\"$PATH\" \"$LOOOP\" state")
      #expect(state.code == 78 && state.err.contains("HOME is not set"))
      #expect(!box.exists("data"))
    }
  }
}

@Suite("Man pages")
struct ManPageTests {
  private static let names = ["", "up", "goal", "help", "wait", "sensor", "gates", "client"]

  @Test("mandoc finds nothing wrong", .needs(.mandoc), arguments: names)
  func lint(_ name: String) async throws {
    try await Sandbox.use(nil) { box in
      try box.write(
        "page", try await box.start(["help", "--man", name].filter { !$0.isEmpty }).finish().out)
      let lint = try await box.shell("mandoc -Tlint -W warning page")
      // There is no day on which the page was written.
      let found = lint.out.split(separator: "\n").filter { !$0.contains("missing date") }
      #expect(found.isEmpty, "\(found.prefix(5))")
      let text = try await box.shell("mandoc -Tutf8 -Owidth=80 page | col -b")
      #expect(text.out.contains("NAME") && text.out.contains("looop"))
    }
  }

  @Test("`make man` writes a page for every verb that people see, and the completions")
  func all() async throws {
    try await Sandbox.use(nil) { box in
      let script = Fixtures.folder.appending(path: "../../scripts/manual").standardized.path
      let made = try await box.shell("'\(script)' \"$LOOOP\" '\(box.path("a b 🐦"))'")
      #expect(made.code == 0, "\(made.err)")
      let verbs = try await box.must("complete", "--", "").split(separator: "\n")
      #expect(
        box.names(in: "a b 🐦/man/man1") == (["looop.1"] + verbs.map { "looop-\($0).1" }).sorted())
      #expect(box.names(in: "a b 🐦/completions") == ["_looop", "looop.bash", "looop.fish"])
      #expect(box.text("a b 🐦/man/man1/looop-up.1").hasPrefix(".TH LOOOP\\-UP 1"))
    }
  }
}
