import Base
import Foundation
import Sensors
import TestSupport
import Testing
import YAML

@testable import looop

@Suite("What ships beside the program")
struct RecipeFilesTests {
  private static let root = Fixtures.folder.appending(path: "../..").standardizedFileURL.path()

  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root + folder).sorted()
  }

  @Test(
    "Every folder of presets/recipes is a recipe, and has its page",
    arguments: Recipe.all.map(\.name))
  func whole(_ name: String) throws {
    let recipe = try Recipe.named(name)
    #expect(recipe.title != name && !recipe.asks.isEmpty)
    for sensor in recipe.sensors {
      #expect(ShippedSensors.all.contains { $0.name == sensor }, "\(name): \(sensor)")
    }
    #expect(recipe.goal.hasPrefix("# \(name)\n") && recipe.playbook.hasPrefix("# PLAYBOOK\n"))
    #expect(recipe.demo["items"]?.string != nil && recipe.demo["worker"]?.string != nil)
    // What a person would type stands on its page.
    let page = try String(contentsOfFile: Self.root + "docs/recipes/\(name).md", encoding: .utf8)
    for ask in recipe.asks {
      #expect(page.contains("looop init --recipe \(name) --input \(ask.input)="))
    }
    for sensor in recipe.sensors { #expect(page.contains("`\(sensor)`"), "\(name): \(sensor)") }
  }

  @Test("None is forgotten")
  func all() throws {
    #expect(try Self.names(in: "presets/recipes") == Recipe.all.map(\.name).sorted())
    #expect(
      try Self.names(in: "docs/recipes")
        == (["README"] + Recipe.all.map(\.name)).map { "\($0).md" }
        .sorted())
  }

  @Test("docs/README.md leads to every page")
  func index() throws {
    let index = try String(contentsOfFile: Self.root + "docs/README.md", encoding: .utf8)
    for page in try Self.names(in: "docs") where page.hasSuffix(".md") && page != "README.md" {
      #expect(index.contains("](\(page))"), "docs/README.md does not lead to \(page)")
    }
  }

  @Test("Every page opens with what it is for")
  func openings() throws {
    for page in try Self.names(in: "docs") where page.hasSuffix(".md") {
      let text = try String(contentsOfFile: Self.root + "docs/\(page)", encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let opening = lines.count > 2 ? lines[2] : ""
      #expect(
        lines.first?.hasPrefix("# ") == true
          && opening.first.map { $0.isLetter || $0 == "`" } == true,
        "docs/\(page) opens with '\(opening)'")
    }
  }

  @Test(
    "The workflows are YAML with jobs that run something", arguments: ["ci.yml", "release.yml"])
  func workflows(_ name: String) throws {
    let bytes = [UInt8](
      try Data(contentsOf: URL(filePath: Self.root + ".github/workflows/\(name)")))
    let node = try YAMLDocument.parse(
      bytes, file: name, limits: YAMLLimits(bytes: 1 << 20, depth: 32, nodes: 1 << 14))
    guard case .mapping = node.value else {
      Issue.record("\(name) is not a mapping")
      return
    }
    let text = String(decoding: bytes, as: UTF8.self)
    for key in ["name: ", "on:", "permissions:", "jobs:", "runs-on: ", "timeout-minutes: "] {
      #expect(text.contains(key), "\(name) has no \(key)")
    }
    // A script that it calls is there.
    for script in text.matches(of: #/(?:scripts|\.ci)\/[a-z-]+/#).map({ String($0.output) }) {
      #expect(FileManager.default.isExecutableFile(atPath: Self.root + script), "\(script)")
    }
  }
}
