import Foundation
import Testing

/// What the documents show works: every block of kind `sh` is run, a document's blocks in order, as
/// one person would type them in one terminal. Blocks that must not run are of another kind.
@Suite("Examples in the documents", .serialized)
struct DocExamplesTests {
  @Test("The blocks of a document run from first to last", arguments: Document.all)
  func blocks(of document: Document) throws {
    let sandbox = try DocSandbox()
    defer { sandbox.clear() }
    if document.path == "README.md" { try sandbox.stageFrontPage() }
    let run = try sandbox.run(document.script(markingIn: sandbox.markFile), seconds: 240)
    let place = sandbox.mark ?? document.path
    #expect(run.status == 0, "\(place): exit \(run.status)\n\(run.output)")
    if document.path == "README.md" {
      // It did what it says, and not only without an error.
      #expect(run.output.contains("Add release notes for Dawn"), "\(run.output)")
      #expect(run.output.contains("calls before that beat"), "\(run.output)")
    }
    let down = try sandbox.run("looop down\n", seconds: 30)
    #expect(down.status == 0, "looop down after \(document.path): \(down.output)")
  }

  @Test("The documents that teach by example have examples")
  func presence() {
    let names = Set(Document.all.map(\.path))
    #expect(
      names.isSuperset(of: ["README.md", "docs/sensors.md", "docs/runners.md", "docs/from-1.0.md"]))
  }
}

/// A document with at least one block to run.
struct Document: CustomTestStringConvertible, Sendable {
  struct Block: Sendable {
    /// Of its first line.
    let line: Int
    let text: String
  }

  let path: String
  let blocks: [Block]
  var testDescription: String { path }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

  static let all: [Document] = {
    let names = FileManager.default.enumerator(atPath: root + "docs")?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted()
    return (["README.md"] + (names ?? []).map { "docs/\($0)" }).map(Document.init)
      .filter { !$0.blocks.isEmpty }
  }()

  init(path: String) {
    self.path = path
    // A document that cannot be read has no blocks, and `presence` says which must have some.
    let text = (try? String(contentsOfFile: Self.root + path, encoding: .utf8)) ?? ""
    var blocks: [Block] = []
    var lines: [Substring] = []
    var start: Int?
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      if let first = start, line == "```" {
        blocks.append(Block(line: first, text: lines.joined(separator: "\n")))
        start = nil
      } else if start != nil {
        lines.append(line)
      } else if line == "```sh" {
        start = index + 2
        lines = []
      }
    }
    self.blocks = blocks
  }

  /// All blocks in one shell, so that variables and folders stay; before each block its place is
  /// written down, which tells the one that failed.
  func script(markingIn file: String) -> String {
    let marked = blocks.map { "printf '%s' '\(path):\($0.line)' >'\(file)'\n\($0.text)\n" }
    return "set -e\n" + marked.joined()
  }
}

/// A home of its own, with the built binary as `looop`.
struct DocSandbox {
  let root: String
  var markFile: String { "\(root)/mark" }
  /// The place of the block that ran last.
  var mark: String? { try? String(contentsOfFile: markFile, encoding: .utf8) }

  init() throws {
    root = "/tmp/looop-docs-\(UUID().uuidString.prefix(8))"
    let files = FileManager.default
    for folder in ["home", "bin", "work"] {
      try files.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    }
    try files.createSymbolicLink(
      atPath: "\(root)/bin/looop", withDestinationPath: try Self.binary())
  }

  /// What the front page takes for granted: a repository of the reader's, and `claude`, here a script that
  /// decides and works as the page says.
  func stageFrontPage() throws {
    let claude = try String(
      contentsOfFile: Document.root + "Tests/Fixtures/readme/claude", encoding: .utf8)
    try claude.write(toFile: "\(root)/bin/claude", atomically: true, encoding: .utf8)
    let prepared = try run(
      """
      chmod 755 '\(root)/bin/claude'
      git config --global user.name 'A person'
      git config --global user.email person@example.invalid
      git init -q -b main ~/shop
      git -C ~/shop commit -q --allow-empty -m 'Open the shop'
      """, seconds: 60)
    #expect(prepared.status == 0, "\(prepared.output)")
  }

  /// Whatever the blocks left is ended before the folder goes.
  func clear() {
    _ = try? run("looop down\n", seconds: 30)
    try? FileManager.default.removeItem(atPath: root)
  }

  func run(_ script: String, seconds: Int) throws -> (status: Int32, output: String) {
    let outputFile = "\(root)/output"
    try script.write(toFile: "\(root)/script", atomically: true, encoding: .utf8)
    try Data().write(to: URL(filePath: outputFile))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["\(root)/script"]
    process.currentDirectoryURL = URL(filePath: "\(root)/work")
    process.environment = [
      "HOME": "\(root)/home", "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
      "PATH": "\(root)/bin:/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin",
    ]
    let output = try FileHandle(forWritingTo: URL(filePath: outputFile))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let limit = Date(timeIntervalSinceNow: TimeInterval(seconds))
    while process.isRunning, Date() < limit { Thread.sleep(forTimeInterval: 0.02) }
    let isLate = process.isRunning
    if isLate { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    let said = try String(contentsOfFile: outputFile, encoding: .utf8)
    return (
      process.terminationStatus, isLate ? "\(said)\n[still running after \(seconds) s]" : said
    )
  }

  /// `LOOOP_BIN`, else the one beside the test bundle, where the build puts it.
  private static func binary() throws -> String {
    if let named = ProcessInfo.processInfo.environment["LOOOP_BIN"] { return named }
    let starts =
      [CommandLine.arguments[0], Bundle.main.bundlePath] + Bundle.allBundles.map(\.bundlePath)
    for start in starts {
      var folder = URL(filePath: start).deletingLastPathComponent()
      while folder.path().count > 1 {
        let candidate = folder.appending(path: "looop").path()
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
          !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: candidate)
        {
          return candidate
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "looop"])
  }
}
