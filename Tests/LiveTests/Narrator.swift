internal import Foundation

/// Tells a story as it happens: a line a step, with the seconds since its start. Unbuffered.
final class Narrator: Sendable {
  private let name: String
  private let start = ContinuousClock.now

  init(_ name: String) { self.name = name }

  /// Something that is true now, and was looked at.
  func step(_ what: String) {
    Tally.shared.step()
    say(what)
  }

  func say(_ what: String) {
    let passed = start.duration(to: .now) / .milliseconds(100)
    Self.line("[\(name) \(String(format: "%6.1f", passed / 10)) s] \(what)")
  }

  func skip(_ why: String) {
    Tally.shared.skip()
    Self.line("[\(name)] SKIPPED: \(why)")
  }

  fileprivate static func line(_ text: String) {
    // The runner of the tests buffers what goes through its streams.
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}

/// Counts over all stories, and says the sum when the last one is over.
final class Tally: @unchecked Sendable {
  static let shared = Tally()
  private let lock = NSLock()
  private var steps = 0
  private var skipped = 0
  private var over = 0

  func step() { lock.withLock { steps += 1 } }
  func skip() { lock.withLock { skipped += 1 } }

  func ends(of all: Int) {
    lock.withLock {
      over += 1
      if over == all { Narrator.line("\(steps) steps, \(skipped) skipped") }
    }
  }
}
