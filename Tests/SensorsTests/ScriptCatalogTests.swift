import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

private let cases: [String] = {
  let folder = Fixtures.folder.appending(path: "sensors").path
  // Beside them lie the test cases of single sensors.
  return ((try? Folder.names(in: folder)) ?? []).filter { !$0.hasSuffix(".test") }
}()

@Suite("Script catalog")
struct ScriptCatalogTests {
  @Test("Every recorded folder is found as recorded", arguments: cases)
  func discovery(name: String) throws {
    let folder = Fixtures.folder.appending(path: "sensors/\(name)").path
    Golden.expect(try report(of: folder), at: "sensors/\(name)/entries.golden")
  }

  @Test("There are recorded folders") func recorded() { #expect(cases.count >= 14) }

  @Test("No folder means no sensors, and so does an empty one")
  func noFolder() throws {
    let scratch = try Scratch()
    #expect(try report(of: scratch.file("absent")) == "")
    #expect(try report(of: scratch.path) == "")
  }

  @Test("A folder that cannot be listed is a failure and never an empty world")
  func unreadableFolder() throws {
    let scratch = try Scratch()
    let file = try scratch.write("sensors", "")
    let error = thrown { () throws(LooopError) in
      _ = try ScriptCatalog(folder: file, environment: [:]).entries()
    }
    #expect(error == LooopError(.badData, code: "E_LIST", "Cannot list \(file): Not a directory."))
  }

  @Test("What is no regular file breaks its own sensor only, and nothing waits for it")
  func oddFiles() throws {
    let scratch = try Scratch()
    let folder = scratch.file("sensors")
    try scratch.write("sensors/good.sh", "echo '{}'")
    try scratch.write("sensors/folder.sh/x", "")
    try #require(mkfifo(scratch.file("sensors/pipe.sh"), 0o600) == 0)
    try scratch.write("sensors/piped.sh", "echo '{}'")
    try #require(mkfifo(scratch.file("sensors/piped.yaml"), 0o600) == 0)
    try #require(symlink("/nowhere", scratch.file("sensors/gone.sh")) == 0)
    try #require(symlink("loop.sh", scratch.file("sensors/loop.sh")) == 0)
    try #require(symlink("good.sh", scratch.file("sensors/linked.sh")) == 0)
    let entries = try ScriptCatalog(folder: folder, environment: [:]).entries()
    let shown = entries.map { entry in
      switch entry {
      case .sensor: "\(entry.name)"
      case .disabled: "\(entry.name) disabled"
      case .broken(_, let error): "\(entry.name) \(error.code)"
      }
    }
    let expected = [
      "folder E_NO_FILE", "gone E_NO_FILE", "good", "linked", "loop E_READ", "pipe E_NO_FILE",
      "piped E_NO_FILE",
    ]
    #expect(shown == expected)
  }

  @Test("A beat lists the folder once: the problems are those of the same listing")
  func oneListing() throws {
    let scratch = try Scratch()
    try scratch.write("sensors/a.yml", "")
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    #expect(try catalog.problems().count == 1)
    _ = try catalog.entries()
    try scratch.write("sensors/b.yml", "")
    #expect(try catalog.problems().count == 1)
    _ = try catalog.entries()
    #expect(try catalog.problems().count == 2)
  }

  @Test("The text for the prompt names every key of a manifest that goes with a script")
  func authoring() {
    let text = ScriptCatalog(folder: "/", environment: [:]).authoringText
    for key in ManifestKeys.names where key != "push" {
      #expect(text.contains("    \(key): "), "\(key)")
    }
  }

  @Test("The table of the manual is made of the keys that the parser knows")
  func manual() { Documents.expect(ManifestKeys.table, in: "sensors.md", part: "manifest keys") }
}
