import Glibc

/// `benchmarks produce FORMAT MEGABYTES SECONDS REPORT`: the worker that prints at an even rate.
/// It writes down what it reached and then goes on living.
enum Producer {
  enum Format: String {
    case plain
    case json
    /// As a screen is painted: colours and places between the words.
    case screen

    /// One line of it, with the line feed.
    var line: [UInt8] {
      let words = "A line of an ordinary length, as compilers and test runners print them"
      switch self {
      case .plain: return Array("\(words), plain.\n".utf8)
      case .json: return Array("{\"type\":\"text\",\"text\":\"\(words), as an event.\"}\n".utf8)
      case .screen: return Array("\u{1B}[2;5H\u{1B}[1;32m\(words)\u{1B}[0m\u{1B}[K\n".utf8)
      }
    }
  }

  /// What it reached.
  struct Result {
    let bytes: Int
    let nanoseconds: Int

    var megabytesPerSecond: Double { Double(bytes) * 1_000 / Double(max(nanoseconds, 1)) }

    init?(_ path: String) {
      let numbers = File.read(path)?.split(separator: " ").compactMap { Int($0) } ?? []
      guard numbers.count == 2 else { return nil }
      (bytes, nanoseconds) = (numbers[0], numbers[1])
    }
  }

  /// Before it begins, so that the start of its supervisor is over by then.
  static let pause = 500

  static func command(_ format: Format, megabytes: Int, seconds: Int, report: String) -> String {
    let program = File.target("/proc/self/exe")
    return "exec '\(program)' produce \(format.rawValue) \(megabytes) \(seconds) '\(report)'"
  }

  static func run(_ words: [String]) {
    guard words.count == 4, let format = Format(rawValue: words[0]), let rate = Int(words[1]),
      let seconds = Int(words[2])
    else { return }
    Clock.sleep(milliseconds: pause)
    let lines = [[UInt8]](repeating: format.line, count: 500).flatMap { $0 }
    let whole = rate * 1_000_000 * seconds
    let started = Clock.now()
    var sent = 0
    while sent < whole {
      // What should have been sent by now: a late turn is made up for, a blocked write shows.
      let due = min(whole, rate * (Clock.now() - started) / 1_000)
      while sent < due {
        // Goes on where the last write ended, so that no line is broken.
        let place = sent % lines.count
        let count = min(due - sent, lines.count - place)
        let written = lines[place..<place + count].withUnsafeBytes {
          write(1, $0.baseAddress, $0.count)
        }
        guard written > 0 else { return }
        sent += written
      }
      if sent < whole { Clock.sleep(milliseconds: 5) }
    }
    let taken = Clock.now() - started
    _ = File.replace(words[3], "\(sent) \(taken)")
    while true { Glibc.pause() }
  }
}
