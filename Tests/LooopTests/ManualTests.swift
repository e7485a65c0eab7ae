import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import looop

/// The manual lacks nothing that the binary has.
@Suite("The manual")
struct ManualTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()
  private static let manual = Manual.text(VerbTable.all)
  private static let sheets = CommandSheet.all(VerbTable.all)

  private static func source(_ path: String) throws -> String {
    try String(contentsOfFile: root + path, encoding: .utf8)
  }

  private static var sources: [String] {
    get throws {
      let names =
        FileManager.default.enumerator(atPath: root + "Sources")?
        .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") } ?? []
      return try names.map { try source("Sources/\($0)") }
    }
  }

  /// The lines of one verb in the reference.
  private static func part(_ name: String) -> [Substring] {
    let lines = manual.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.lastIndex(of: name[...]) else { return [] }
    let names = Set(sheets.map { $0.name[...] })
    return Array(lines[(start + 1)...].prefix { !names.contains($0) })
  }

  @Test(
    "It lists every option and every word that a verb's own page lists",
    arguments: sheets.map(\.name))
  func options(_ name: String) throws {
    let words = name.split(separator: " ").map(String.init)
    let entry = try #require(VerbTable.entry(words[0]))
    // As argument-parser itself prints it.
    let page = HelpText.page(entry, words.dropFirst().first)
    let part = Self.part(name).joined(separator: "\n")
    let options = page.split(separator: "\n").filter { $0.hasPrefix("  -") }
      .flatMap { $0.matches(of: /(?:^|[ ,])(--?[a-z][a-z-]*)/).map { String($0.1) } }
    #expect(options.contains("--help") && options.contains("--data-dir"))
    let common = ["-h", "--help", "--data-dir"]
    for option in options where !common.contains(option) {
      #expect(part.contains(option), "\(name) \(option)")
    }
    let places = page.split(separator: "\n").drop { $0 != "ARGUMENTS:" }
      .prefix { $0 != "OPTIONS:" }.compactMap { $0.wholeMatch(of: #/ {2}<([a-z-]+)>.*/#)?.1 }
    for place in places { #expect(part.contains(place.uppercased()), "\(name) \(place)") }
    for option in common { #expect(Self.manual.contains(option)) }
  }

  @Test("Every parameter has words that say what it is for")
  func meanings() {
    #expect(Self.sheets.count > 50)
    for sheet in Self.sheets {
      #expect(!sheet.abstract.isEmpty && sheet.parameters.count >= 2, "\(sheet.name)")
      for parameter in sheet.parameters {
        #expect(!parameter.meaning.isEmpty, "\(sheet.name) \(parameter.label)")
      }
    }
  }

  @Test("It lists every kind of failure by its exit code, each code once")
  func exitCodes() {
    let codes = ExitStatusCode.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    for kind in LooopError.Kind.allCases {
      #expect(codes.contains(ExitStatusCode.of(kind)), "\(kind)")
    }
    let page = Topic.named("exit-codes")?.page ?? ""
    for row in ExitStatusCode.all { #expect(page.contains("\n  \(row.code) ")) }
  }

  @Test(
    "It lists every key of the config, every move with its fields, and every member of a reading")
  func tables() {
    let config = Topic.named("config")?.page ?? ""
    for key in SettingKey.all { #expect(config.contains("\n  \(key.path)"), "\(key.path)") }
    let moves = Topic.named("moves")?.page ?? ""
    for action in MoveSchema.actions {
      #expect(moves.contains("\n  \(action.name.rawValue)"), "\(action.name)")
      for field in action.allFields { #expect(moves.contains(field.name), "\(field.name)") }
    }
    let reading = Topic.named("reading")?.page ?? ""
    for row in Reading.shape.table.rows {
      #expect(reading.contains("\n  \(row.name)"), "\(row.name)")
    }
  }

  @Test("It lists every environment variable that the sources name")
  func environment() throws {
    let listed = Set(EnvironmentVariable.all.map(\.name) + FormerSettings.variables.map(\.name))
    // Of tests, and prefixes of families.
    let others: Set = ["LOOOP_FAILPOINTS", "LOOOP_"]
    var named: Set<String> = []
    for source in try Self.sources {
      for match in source.matches(of: /"(LOOOP_[A-Z_]*|XDG_[A-Z_]+|NO_COLOR)"/) {
        named.insert(String(match.1))
      }
      for match in source.matches(of: /environment\["([A-Z_]+)"\](?! =)/) {
        named.insert(String(match.1))
      }
    }
    #expect(named.count > 20)
    let git: Set = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"]
    for name in named.subtracting(others).subtracting(git).sorted() {
      #expect(listed.contains(name), "looop help environment does not list \(name)")
    }
    let page = Topic.named("environment")?.page ?? ""
    for variable in EnvironmentVariable.all { #expect(page.contains("\n  \(variable.name)")) }
  }

  @Test("It lists every path of the data dir")
  func files() throws {
    let source = try Self.source("Sources/Core/State/DataDirectory.swift")
    let paths = source.matches(of: /"\\\(path\)\/([^"]+)"/).map { String($0.1) }
    #expect(paths.count > 20)
    let listed = DataFile.all.flatMap { $0.path.split(separator: ", ").map(String.init) }
    for path in paths {
      #expect(
        listed.contains { path == $0 || $0.hasPrefix("\(path)/") || path.hasPrefix($0) },
        "looop help files does not list \(path)")
    }
  }

  @Test("What is made from the code is made, and all of it is used")
  func made() throws {
    let source = try Self.source("Sources/looop/Manual/manual.md")
    let marks = source.matches(of: /(?m)^\{\{(.+)\}\}$/).map { String($0.1) }
    #expect(marks.sorted() == MadeBlocks.names.sorted())
    for mark in marks { #expect(!MadeBlocks.of(mark).isEmpty, "\(mark)") }
    #expect(!Self.manual.contains("{{moves"))
  }

  @Test("No topic but the concierge has the name of a verb, and each has something to say")
  func topics() {
    let names = Topic.all.map(\.name)
    #expect(Set(names).count == names.count && names.count > 12)
    for topic in Topic.all {
      #expect(VerbTable.entry(topic.name) == nil || topic.name == "concierge", "\(topic.name)")
      #expect(!topic.blocks.isEmpty, "\(topic.name)")
    }
  }

  @Test("Every line and every help page that it names exists")
  func references() {
    let lines = Self.manual.split(separator: "\n\n").flatMap { paragraph in
      paragraph.matches(of: /`looop ([a-z][^`]*)`/).map { $0.1.split { $0 == " " || $0 == "\n" } }
    }
    #expect(lines.count > 25)
    for line in lines {
      var words = line.map(String.init)
      if words[0] == "help", words.count > 1 {
        words.removeFirst()
        if Topic.named(words[0]) != nil || words[0] == words[0].uppercased() { continue }
      }
      #expect(SynonymTests.exists(["looop"] + words), "\(words)")
    }
  }

  @Test("No line of it is wider than 80 columns")
  func width() {
    let pages = [Self.manual] + Topic.all.map(\.page)
    for line in pages.flatMap({ $0.split(separator: "\n") }) {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test("docs/cli.md is made of it")
  func document() {
    Golden.expect(Manual.markdown(VerbTable.all), at: "cli.md", in: Documents.folder)
  }

  // MARK: Its parts

  @Test("The Markdown it is written in reads as blocks")
  func blocks() {
    let text = """
      One two
      three.

      ## Part
      - `term`: its
        meaning
      - plain `word`: x

      - `a`: b
      ```
      - code
      ```
      {{here}}
      """
    let blocks = ManualBlock.read(text.split(separator: "\n", omittingEmptySubsequences: false)) {
      [.text("made: \($0)")]
    }
    #expect(
      blocks == [
        .text("One two three."), .heading("Part", level: 2),
        .list(["`term`: its meaning", "plain `word`: x"]),
        .terms([.init(name: "a", meaning: "b")]), .code(["- code"]), .text("made: here"),
      ])
  }

  @Test("A text for man holds no request, whatever it says")
  func man() {
    let page = ManPage(
      name: "looop-x", section: 1, abstract: "do .so /etc/passwd",
      blocks: [
        .text(".so /etc/passwd"), .text("'br \\n `-x` ~^"),
        .code([".TH evil", "a\\fBb", "", "é☃"]),
        .terms([.init(name: ".x", meaning: ".y")]),
      ])
    #expect(
      page.text == #"""
        .TH LOOOP\-X 1 "" "looop \#(Version.text)" "looop"
        .SH NAME
        looop\-x \- do .so /etc/passwd
        .PP
        \&.so /etc/passwd
        .PP
        \(aqbr \en \fB\-x\fR \(ti\(ha
        .PP
        .RS 4
        .nf
        \&.TH evil
        a\efBb

        \[u00E9]\[u2603]
        .fi
        .RE
        .TP
        \fB.x\fR
        \&.y

        """#)
  }

  @Test("A word that Markdown would read as HTML or as emphasis stays as it is")
  func markdown() {
    #expect(ManualMarkdown.text([.text("a <id> * `<id>*`")]) == "a &lt;id> \\* `<id>*`\n")
  }
}
