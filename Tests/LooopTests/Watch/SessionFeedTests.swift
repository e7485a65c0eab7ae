import Base
import Core
import TestSupport
import Testing

@testable import looop

@Suite("What a session adds to the window")
struct SessionFeedTests {
  private let scratch: Scratch
  private let wiring: Wiring

  init() throws {
    scratch = try Scratch()
    try Folder.create(scratch.file("data"))
    wiring = try Wiring(dataDirectory: scratch.file("data"), verbs: [])
  }

  private func lines(_ event: WatchEvent?) throws -> [String] {
    guard case .words(let words) = try #require(event) else { return [] }
    return words.lines.map { line in
      switch line {
      case .own(let text, _): text
      case .foreign(let text): "| \(text)"
      }
    }
  }

  @Test("A worker that is not there says so once, and is not the pulse")
  func missing() throws {
    let feed = try wiring.feed(of: .worker(Identifier("gone", "worker")))
    #expect(try lines(feed.update()) == ["--- there is no worker gone"])
    #expect(try feed.update() == nil)
  }

  @Test("The pulse's life is read on; what is a secret now is taken out of all of it")
  func pulse() throws {
    let feed = try wiring.feed(of: .pulse)
    #expect(try lines(feed.update()).isEmpty)
    wiring.loop.events.append("journal.written", ["text": "used tangerine-lattice-9917"])
    let first = try lines(feed.update())
    #expect(first.count == 1 && first[0].hasSuffix("used tangerine-lattice-9917"))
    #expect(try feed.update() == nil)
    try scratch.write("data/secrets.env", "LATE=tangerine-lattice-9917\n")
    wiring.loop.events.append("journal.written", ["text": "and more"])
    let second = try lines(feed.update())
    #expect(second.count == 2 && second[1].hasSuffix("and more"))
    #expect(second[0].hasSuffix("used [redacted: secret LATE]"))
  }
}
