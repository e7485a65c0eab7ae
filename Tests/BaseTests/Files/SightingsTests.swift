import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Base

/// How often the file system is asked, and that nobody is believed for longer than one look.
@Suite struct SightingsTests {
  /// Counts the looks at each path.
  private final class Counter: Sendable {
    private let counts = Mutex([String: Int]())
    var looks: [String: Int] { counts.withLock { $0 } }
    var most: Int { looks.values.max() ?? 0 }

    func seeing(
      _ look: @escaping @Sendable (String) -> EntryFacts.Found = EntryFacts.look(at:)
    ) -> Sightings {
      Sightings { path in
        self.counts.withLock { $0[path, default: 0] += 1 }
        return look(path)
      }
    }
  }

  @Test("Within one look each folder is asked once, whatever lies below it")
  func once() throws {
    let scratch = try Scratch()
    for file in ["a/b/one", "a/b/two", "a/three"] { try scratch.write(file, "x") }
    let counter = Counter()
    let seen = counter.seeing()
    seen.once {
      for file in ["a/b/one", "a/b/two", "a/three", "a/b/none", "a/b/none"] {
        let alone = Ownership(of: scratch.file(file))
        #expect(Ownership(of: scratch.file(file), seen) == alone)
      }
    }
    #expect(counter.most == 1)
    #expect(counter.looks[scratch.file("a/b")] == 1 && counter.looks[scratch.file("a/b/none")] == 1)
    // A single question looks once too, and the next one looks anew.
    _ = Ownership(of: scratch.file("a/b/one"), seen)
    #expect(counter.looks[scratch.file("a/b/one")] == 2)
    _ = Ownership(of: scratch.file("a/b/one"), seen)
    #expect(counter.looks[scratch.file("a/b/one")] == 3)
  }

  @Test("What is mended or made is believed at the next look, and not before")
  func mended() throws {
    let scratch = try Scratch()
    try scratch.write("a/file", "x")
    chmod(scratch.path, 0o755)
    chmod(scratch.file("a"), 0o777)
    let seen = Sightings()
    let problem = { (name: String) in Ownership.problem(of: scratch.file(name), seen) }
    seen.once {
      #expect(problem("a/file") != nil)
      seen.once { #expect(problem("a/file") != nil) }
      chmod(scratch.file("a"), 0o755)
      // The inner one did not end the look.
      #expect(problem("a/file") != nil)
    }
    #expect(problem("a/file") == nil)
    chmod(scratch.file("a"), 0o777)
    #expect(problem("a/file") != nil)
    struct Failure: Error {}
    chmod(scratch.file("a"), 0o755)
    #expect(throws: Failure.self) {
      try seen.once {
        #expect(problem("a/file") == nil)
        throw Failure()
      }
    }
    chmod(scratch.file("a"), 0o777)
    #expect(problem("a/file") != nil)
  }

  @Test("A link is seen as a link, and followed")
  func link() throws {
    let scratch = try Scratch()
    try scratch.write("b/file", "x")
    try Folder.link(scratch.file("link"), to: "b/file")
    let counter = Counter()
    let route = PathRoute(scratch.file("link"), counter.seeing())
    #expect(route == PathRoute(scratch.file("link")) && route.isLinked)
    guard case .entry(let facts) = EntryFacts.look(at: scratch.file("link")) else {
      Issue.record("There is no link.")
      return
    }
    #expect(facts.kind == .link("b/file"))
    #expect(EntryFacts.look(at: scratch.file("none")) == .missing)
    #expect(EntryFacts.look(at: scratch.file("b/file/none")) == .missing)
  }
}
