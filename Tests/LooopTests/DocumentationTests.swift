import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import looop

/// The documents name what there is.
@Suite("Documentation")
struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: Self.root + path, encoding: .utf8)
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  private func files(below folder: String, ending suffix: String) -> [String] {
    (FileManager.default.enumerator(atPath: Self.root + folder)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
  }

  /// What stands between single back quotes.
  private func quoted(_ text: String) -> [String] {
    text.matches(of: /`([^`\n]+)`/).map { String($0.1) }
  }

  @Test("Every file and folder CONTRIBUTING names exists")
  func contributing() throws {
    let paths = quoted(try text("CONTRIBUTING.md")).filter { path in
      // With a place for a name, such as <Name>, or a blank it is no path of one file.
      path.contains("/") && !path.hasPrefix("/") && !path.contains { "<* $~".contains($0) }
    }
    #expect(paths.count > 20)
    for path in paths {
      #expect(exists(Self.root + path), "CONTRIBUTING.md names \(path), which does not exist")
    }
  }

  @Test("The tests of a module lie in the folders of what they test")
  func mirrors() {
    for module in ["Base", "ShellRules", "Core"] {
      let tests = files(below: "Tests/\(module)Tests", ending: ".swift")
      let folders = Set(tests.map { ($0 as NSString).deletingLastPathComponent })
      #expect(!tests.isEmpty)
      for folder in folders.sorted() {
        let tested = folder.replacing("Tests/\(module)Tests", with: "Sources/\(module)")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Self.root + tested)) ?? []
        #expect(files.contains { $0.hasSuffix(".swift") }, "\(folder) tests nothing in \(tested)")
      }
    }
  }

  @Test("The systemd unit starts what `make install` writes, and rests where only a person helps")
  func unit() throws {
    let service = try text("docs/service.md")
    let prefix = try #require(try text("Makefile").firstMatch(of: /PREFIX \?= (\S+)/)?.1)
    #expect(service.contains("ExecStart=\(prefix)/bin/looop up --foreground\n"))
    let kinds: [LooopError.Kind] = [.pending, .notAllowed, .config]
    let list = kinds.map { "\(ExitStatusCode.of($0))" }.joined(separator: " ")
    #expect(service.contains("RestartPreventExitStatus=\(list)\n"))
  }

  @Test("Every link between the documents leads to a file")
  func links() throws {
    for path in ["README.md", "CONTRIBUTING.md"] + files(below: "docs", ending: ".md") {
      let folder = URL(filePath: Self.root + path).deletingLastPathComponent()
      for link in try text(path).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
        let target = folder.appending(path: String(link.1)).standardizedFileURL.path()
        #expect(exists(target), "\(path) links to \(link.1)")
      }
    }
  }

  @Test("docs/events.md lists every event that is written, and no other")
  func events() throws {
    let rows = try text("docs/events.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
    let cells = rows.flatMap { quoted(String($0.split(separator: "|")[0])) }
    let listed = Set(cells.filter { $0.contains(".") })
    var written: Set<String> = []
    for path in files(below: "Sources", ending: ".swift") {
      // An extension of the log appends to itself.
      for call in try text(path).matches(
        of: /(?:append|tell)\(\s*(?:[a-zA-Z]+ \? )?"([a-z]+\.[a-z]+)"(?: : "([a-z]+\.[a-z]+)")?/)
      {
        written.insert(String(call.1))
        if let other = call.2 { written.insert(String(other)) }
      }
    }
    #expect(written.count > 20)
    #expect(listed.sorted() == written.sorted())
    #expect(EventCodes.all == listed.sorted())
  }

  @Test("Every key of the config stands in README")
  func settings() throws {
    let listed = Set(quoted(try text("README.md")))
    for key in SettingKey.all.map(\.path) + ["budget"] {
      #expect(listed.contains(key), "README.md does not tell the config key \(key)")
    }
  }

  @Test("The table of the config in README is made of the keys that the file is read by")
  func settingsTable() {
    Documents.expect(SettingKey.table, in: "../README.md", part: "config keys")
    Documents.expect(FormerSettings.table, in: "from-1.0.md", part: "former variables")
  }

  @Test("docs/architecture.md lists every folder of Sources, and no other")
  func folders() throws {
    let folders =
      (FileManager.default.enumerator(atPath: Self.root + "Sources")?
      .compactMap { $0 as? String } ?? []).filter {
        $0.split(separator: "/").last?.contains(".") == false
      }
    let modules = folders.filter { !$0.contains("/") }
    var listed = try firstCells(below: "## Modules and the one rule")
      .filter { $0.hasPrefix("Sources/") }.map { $0.replacing("Sources/", with: "") }
    for module in modules where folders.contains(where: { $0.hasPrefix("\(module)/") }) {
      listed += try firstCells(below: "## Folders of \(module)").map { "\(module)/\($0)" }
    }
    #expect(folders.count > 30)
    #expect(listed.sorted() == folders.sorted())
  }

  /// The quoted names in the first column of the table below `heading`.
  private func firstCells(below heading: String) throws -> [String] {
    let text = try text("docs/architecture.md")
    let start = try #require(text.firstRange(of: heading + "\n"), "no heading \(heading)")
    let section = text[start.upperBound...].prefix(while: { $0 != "#" })
    return section.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .flatMap { quoted(String($0.split(separator: "|").first ?? "")) }
  }

  @Test("Every verb stands in README, and every verb of a noun")
  func verbs() throws {
    let readme = try text("README.md")
    for entry in VerbTable.all where entry.isVisible {
      let name = entry.name
      #expect(readme.contains("`\(name)"), "README.md does not tell the verb \(name)")
      for own in HelpText.ownVerbs(of: entry) {
        #expect(readme.contains("`\(name) \(own)`"), "README.md does not tell \(name) \(own)")
      }
    }
  }

  @Test("docs/security.md says of every move how it is ruled")
  func rulings() throws {
    let listed = Set(quoted(try text("docs/security.md")))
    for action in MoveSchema.actions.map(\.name.rawValue) {
      #expect(listed.contains(action), "docs/security.md does not tell how \(action) is ruled")
    }
  }

  @Test("Every path of a data dir stands in docs/state.md")
  func dataDirectory() throws {
    let rows = try text("docs/state.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
    let listed = rows.flatMap { quoted(String($0.split(separator: "|")[0])) }
    let source = try text("Sources/Core/State/DataDirectory.swift")
    let paths = source.matches(of: /"\\\(path\)\/([^"]+)"/).map { String($0.1) }
    #expect(paths.count > 20)
    for path in paths {
      #expect(
        listed.contains { $0 == path || $0.hasPrefix("\(path)/") },
        "docs/state.md does not tell \(path)")
    }
  }
}
