internal import Foundation

/// Tells a story as it happens: a line a step, with the seconds since its start. Unbuffered.
final class Narrator: Sendable {
  private let name: String
  private let tally: Tally
  private let start = ContinuousClock.now

  init(_ name: String, _ tally: Tally) {
    self.name = name
    self.tally = tally
  }

  /// Something that is true now, and was looked at.
  func step(_ what: String) {
    tally.step()
    say(what)
  }

  func say(_ what: String) {
    let passed = start.duration(to: .now) / .milliseconds(100)
    Self.line("[\(name) \(String(format: "%6.1f", passed / 10)) s] \(what)")
  }

  func skip(_ why: String) {
    tally.skip()
    Self.line("[\(name)] SKIPPED: \(why)")
  }

  fileprivate static func line(_ text: String) {
    // The runner of the tests buffers what goes through its streams.
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}

/// Counts over all that a suite plays, and says the sum when the last one is over.
final class Tally: @unchecked Sendable {
  private let name: String
  private let all: Int
  private let lock = NSLock()
  private var steps = 0
  private var skipped = 0
  private var over = 0

  init(_ name: String, of all: Int) {
    self.name = name
    self.all = all
  }

  func step() { lock.withLock { steps += 1 } }
  func skip() { lock.withLock { skipped += 1 } }

  func ends() {
    lock.withLock {
      over += 1
      if over == all { Narrator.line("\(all) \(name): \(steps) steps, \(skipped) skipped") }
    }
  }
}
