import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct RetentionTests {
  @Test func `the oldest runs go, and what a kill left unpublished`() throws {
    let loop = try TestLoop()
    for number in 100..<310 { try loop.scratch.write("data/runs/\(number)/prompt.md", "x") }
    let folders = ["goals", "inbox/ci/tmp", "sensors/.by-loop"]
    for folder in folders {
      for (name, age) in [("old", 3_601), ("new", 3_599)] {
        let path = try loop.scratch.write("data/\(folder)/.tmp-\(name)", "x")
        FileFacts.touch(path, at: loop.clock.now() - age)
      }
    }
    try Retention(directory: loop.directory, clock: loop.clock).tidy()
    let names = try FileManager.default.contentsOfDirectory(atPath: loop.directory.runs).sorted()
    #expect(names.count == 200 && names.first == "110")
    for folder in folders {
      let kept = try FileManager.default.contentsOfDirectory(
        atPath: loop.scratch.file("data/\(folder)"))
      #expect(kept.filter { $0 != "archive" } == [".tmp-new"])
    }
  }
}
