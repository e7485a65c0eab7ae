import Base
import Foundation
import TestSupport
import Testing

@testable import Core

@Suite struct DataDirectoryTests {
  @Test func `a newer format is refused with both numbers`() throws {
    let scratch = try Scratch()
    try scratch.write(".looop.json", #"{"format":2}"#)
    let error = #expect(throws: LooopError.self) {
      try DataDirectory(path: scratch.path).prepare {}
    }
    #expect(error?.code == "E_FORMAT")
    #expect(error?.message.hasSuffix("format 2, this one knows 1.") == true)
  }

  @Test func `folders are the owner's alone`() throws {
    let scratch = try Scratch()
    let directory = DataDirectory(path: scratch.file("deep/er/data"))
    var planted = 0
    try directory.prepare { planted += 1 }
    try directory.prepare { planted += 1 }
    #expect(planted == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.asks)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    let file = try FileManager.default.attributesOfItem(atPath: directory.formatFile)
    #expect(file[.posixPermissions] as? Int == 0o600)
  }

  @Test func `whatever has the name of a folder of it is said, each with a mend`() throws {
    let scratch = try Scratch()
    let directory = DataDirectory(path: scratch.file("data"))
    #expect(directory.misplaced == [])
    try directory.prepare {}
    #expect(directory.misplaced == [])
    let manager = FileManager.default
    for folder in directory.folders.dropFirst() {
      let aside = "\(directory.path)/.aside"
      try manager.moveItem(atPath: folder, toPath: aside)
      try Data().write(to: URL(fileURLWithPath: folder))
      #expect(directory.misplaced.first?.message == "\(folder) is not a folder.")
      #expect(directory.misplaced.first?.hint?.isEmpty == false)
      try manager.removeItem(atPath: folder)
      try manager.createSymbolicLink(atPath: folder, withDestinationPath: "/nonexistent")
      #expect(directory.misplaced.first?.message.contains("link to a folder that is not") == true)
      try manager.removeItem(atPath: folder)
      try manager.moveItem(atPath: aside, toPath: folder)
    }
    #expect(directory.misplaced == [])
  }

  @Test func `a file in the place of the data dir is no empty loop`() throws {
    let scratch = try Scratch()
    let directory = DataDirectory(path: scratch.file("data"))
    try directory.demandFolder()
    try scratch.write("data", "x")
    let error = #expect(throws: LooopError.self) { try directory.demandFolder() }
    #expect(error?.message == "\(directory.path) is not a folder.")
    try FileManager.default.removeItem(atPath: directory.path)
    try directory.prepare {}
    try directory.demandFolder()
  }

  @Test func `a data dir of the original opens unchanged`() throws {
    let loop = try TestLoop()
    let fixture = Fixtures.folder.appending(path: "worlds/original-1.0").path
    for name in try FileManager.default.subpathsOfDirectory(atPath: fixture) {
      let source = "\(fixture)/\(name)"
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
      guard !isFolder.boolValue else { continue }
      try loop.scratch.write("data/\(name)", String(contentsOfFile: source, encoding: .utf8))
    }
    loop.sensors = [try StubSensor("github")]
    let contents = try loop.mailbox.contents()
    #expect(contents.problems == [])
    #expect(contents.pending.map(\.id.text) == ["fix-ci-2"])
    #expect(contents.asks.filter(contents.isDelivered).map(\.id.text) == ["fix-ci-1"])
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    let prompt = try loop.prompt()
    #expect(prompt.contains("### goal ship-v2"))
    #expect(prompt.contains("### ask fix-ci-2"))
    #expect(!prompt.contains("### ask fix-ci-1"))
    #expect(prompt.contains("| - 2026-06-01 10:05 started worker fix-ci"))
  }
}
