import Foundation
import TestSupport
import Testing

@testable import looop

/// The examples of `looop help VERB`, typed as they stand there.
@Suite("Examples of the help")
struct ExampleTests {
  /// `goal` and `goal write`, of every verb that people see.
  static let verbs: [[String]] = VerbTable.all.filter(\.isVisible).flatMap { entry in
    [[entry.name]] + HelpText.ownVerbs(of: entry).map { [entry.name, $0] }
  }

  /// Each line once; those of a noun are those of its verbs.
  static let examples: [Example] = verbs.flatMap { words -> [Example] in
    guard let entry = VerbTable.entry(words[0]) else { return [] }
    let isNoun = words.count == 1 && !HelpText.ownVerbs(of: entry).isEmpty
    return isNoun ? [] : Example.of(entry, words.dropFirst().first)
  }

  @Test("Every verb has an example of itself, and its page shows it", arguments: verbs)
  func presence(_ words: [String]) throws {
    let entry = try #require(VerbTable.entry(words[0]))
    let examples = Example.of(entry, words.dropFirst().first)
    #expect(!examples.isEmpty)
    let page = HelpText.page(entry, words.dropFirst().first)
    for example in examples {
      let typed = example.line.split(separator: " ")
      #expect(example.line.contains("looop \(words.joined(separator: " "))"), "\(typed)")
      #expect(page.contains("\n  \(example.line)\n"))
    }
  }

  @Test("Every example does what it says", arguments: examples.map(\.line))
  func line(_ line: String) async throws {
    let example = try #require(Self.examples.first { $0.line == line })
    try await Sandbox.use { box in
      let typed = try await Self.type(line, at: example.stage, in: box)
      #expect(typed.code == example.code, "\(line): \(box.shown(typed.err))")
    }
  }

  /// What a line prints is lost: it says so once, and no caller takes it for a success.
  @Test(
    "Every example fails when its result cannot be written, and goes no further than to say so",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"),
    arguments: printing)
  func lineOnAFullDisk(_ line: String) async throws {
    let example = try #require(Self.examples.first { $0.line == line })
    try await Sandbox.use { box in
      let typed = try await Self.type("{ \(line)\n} >/dev/full", at: example.stage, in: box)
      // What fails anyway prints no result.
      #expect(typed.code == (example.code == 0 ? 73 : example.code), "\(box.shown(typed.err))")
      let said = typed.err.components(separatedBy: "standard output: No space left on device")
      #expect(said.count == (example.code == 0 ? 2 : 1), "\(line): \(box.shown(typed.err))")
    }
  }

  /// A reader that goes, as `head` does, stops nothing half-way and needs no words.
  @Test("Every example ends quietly when nobody reads its result", arguments: printing)
  func lineWithoutAReader(_ line: String) async throws {
    let example = try #require(Self.examples.first { $0.line == line })
    try await Sandbox.use { box in
      // The last end for reading is closed before it starts.
      let typed = try await Self.type(
        "mkfifo '\(box.path("gone"))'; exec 3<>'\(box.path("gone"))' 4>'\(box.path("gone"))' 3<&-\n"
          + "{ \(line)\n} >&4",
        at: example.stage, in: box)
      #expect(typed.code == (example.code == 0 ? 73 : example.code), "\(box.shown(typed.err))")
      #expect(!typed.err.contains("standard output"), "\(line): \(box.shown(typed.err))")
    }
  }

  private static func type(
    _ line: String, at stage: Example.Stage, in box: Sandbox
  ) async throws -> (code: Int32, err: String) {
    try await prepare(box, stage)
    let line = ended(line)
    guard stage == .inside else {
      // Without a terminal `init` asks for two numbers.
      let ended = try await box.shell("printf '1\\n1\\n' | {\n\(line)\n}")
      return (ended.code, ended.err)
    }
    try box.stub.worker("notes", typing(line, in: box))
    try await box.must("worker", "start", "notes", "Write the notes.")
    try await Until.holds("the end of \(line)") { box.exists("typed.code") }
    return (Int32(box.text("typed.code").dropLast()) ?? -1, box.text("typed.err"))
  }

  /// A line that goes on, as a script that ends it once the pulse has signed for the loop: from then on
  /// it hears signals.
  private static func ended(_ line: String) -> String {
    if follows(line) {
      // It hears signals before it prints its first line.
      return """
        mkfifo first
        \(line) >first & shown=$!
        exec 5<first; read -r line <&5; kill $shown; wait $shown
        """
    }
    guard goesOn(line) else { return line }
    return """
      \(line) & pulse=$!
      until looop state --json | grep -q '"pid":[0-9]'; do :; done
      kill $pulse; wait $pulse
      """
  }

  private static func goesOn(_ line: String) -> Bool {
    line.contains("--foreground") || follows(line)
  }

  private static func follows(_ line: String) -> Bool {
    line.contains("--follow") || line.contains("--watch")
  }

  /// Those that print a result: two have nothing to list in that loop and say so on standard error, and
  /// one brings an output of its own.
  static let printing = examples.map(\.line).filter {
    !goesOn($0) && !$0.contains(" >")
      && !["looop playbook history", "looop worker list"].contains($0)
  }

  /// The script of a worker that types `line` and stores how it ended.
  private static func typing(_ line: String, in box: Sandbox) -> String {
    """
    cd '\(box.root)'
    PATH='\(box.bin)':$PATH
    code=0
    {
    \(line)
    } 2>typed.err || code=$?
    echo $code >typed.part
    mv typed.part typed.code
    """
  }

  private static func prepare(_ box: Sandbox, _ stage: Example.Stage) async throws {
    try box.program("looop", "exec '\(Binary.path)' \"$@\"")
    try await box.must("goal", "write", "ship", "Version 2 is out.")
    try await box.must("sensor", "new", "weather")
    try await box.must("sensor", "new", "door", "--push")
    for name in ["weather", "door"] {
      let manifest = "data/sensors/\(name).yaml"
      try box.write(manifest, box.text(manifest).replacing("enabled: false", with: "enabled: true"))
    }
    for name in ["ship.md", "PLAYBOOK.md"] { try box.write(name, "Some words.\n") }
    try box.write("reading.json", #"{"id":1,"event":"opened"}"#)
    try box.write("mail.sh", "#!/bin/sh\necho '{\"signal\":{\"unread\":1}}'\n", mode: 0o700)
    try box.write("mail.yaml", "description: Unread mail\n")
    try box.write("run.jsonl", Fixtures.text("runners/claude/fenced-json.jsonl"))
    try await box.must("beat")
    if stage == .worker {
      try box.stub.worker("notes", "echo Reading the log.; exec sleep 600")
      try await box.must("worker", "start", "notes", "Write the notes.")
      try await box.worker("notes", "running")
      try await Until.holds("what it says") { box.size("data/sessions/notes/output.log") > 0 }
    }
  }
}
