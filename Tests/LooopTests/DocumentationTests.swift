import Base
import Core
import Foundation
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

  @Test("Every event that is written stands in docs/events.md")
  func events() throws {
    let listed = Set(quoted(try text("docs/events.md")))
    var written: Set<String> = []
    for path in files(below: "Sources", ending: ".swift") {
      for call in try text(path).matches(of: /events\.append\(\s*"([^"]+)"/) {
        written.insert(String(call.1))
      }
    }
    #expect(written.count >= 3)
    for code in written.sorted() {
      #expect(listed.contains(code), "docs/events.md does not tell \(code)")
    }
  }

  @Test("Every key of the config stands in README")
  func settings() throws {
    let listed = Set(quoted(try text("README.md")))
    for key in Settings.keys.map(\.name) {
      #expect(listed.contains(key), "README.md does not tell the config key \(key)")
    }
  }

  @Test("Every verb stands in README")
  func verbs() throws {
    let readme = try text("README.md")
    for name in VerbTable.all.filter(\.isVisible).map(\.name) {
      #expect(readme.contains("`\(name)"), "README.md does not tell the verb \(name)")
    }
  }
}
