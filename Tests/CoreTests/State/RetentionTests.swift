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

  @Test func `reports and archived goals go when they are old enough`() throws {
    let loop = try TestLoop()
    for path in ["reports/w-1.md", "goals/archive/a.md", "goals/archive/notes.txt", "goals/b.md"] {
      try loop.scratch.write("data/\(path)", "x")
    }
    // The files are of today, so it is the clock that goes on.
    let ahead = Clock { Int(Date().timeIntervalSince1970) + 100 * 86_400 }
    let exists = { FileManager.default.fileExists(atPath: loop.scratch.file($0)) }
    let retention = Retention(directory: loop.directory, clock: ahead)
    try retention.forget(olderThan: .days(101))
    #expect(exists("data/reports/w-1.md"))
    try retention.forget(olderThan: .days(99))
    #expect(!exists("data/reports/w-1.md"))
    #expect(!exists("data/goals/archive/a.md"))
    #expect(exists("data/goals/archive/notes.txt"))
    #expect(exists("data/goals/b.md"))
  }
}
