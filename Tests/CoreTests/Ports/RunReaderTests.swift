import Testing

@testable import Base
@testable import Core

@Suite("Reading a run as it arrives")
struct RunReaderTests {
  /// Each line is an event: `session ID`, `usage N`, `end`, or text; `?` is unrecognised.
  private struct Words: Runner {
    static let id = "words"
    static func workerKind(of command: String) -> WorkerKind { .headless }

    init() {}
    init(preset: RunnerPreset) {}
    func makeStream() -> any RunnerStream { Stream() }

    struct Stream: RunnerStream {
      mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        switch words.first {
        case "session": return [.session(String(words.last ?? ""))]
        case "usage": return [.usage(Usage(input: Int(words.last ?? "") ?? 0))]
        case "end": return [.ended]
        case "?": return [.unrecognised]
        default: return [.text(words.joined(separator: " "))]
        }
      }

      mutating func finish(
        exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
      ) -> RunnerOutcome {
        if case .absent(let problem) = parse(stderrTail) {
          return .text(stderrTail, problem: problem, Usage())
        }
        return .failed(RunnerFailure(.empty, stderrTail), Usage())
      }
    }
  }

  private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

  @Test("Lines are put together however the stream is cut, and each is given with its events")
  func lines() {
    let stream = "session s1\nusage 5\n?\nhello\nend\nrest"
    for size in 1...stream.utf8.count {
      var reader = RunReader(Words())
      var seen: [String] = []
      let each = { (line: ArraySlice<UInt8>, events: [RunnerEvent]) in
        seen.append("\(String(decoding: line, as: UTF8.self)) \(events.count)")
      }
      var rest = bytes(stream)
      while !rest.isEmpty {
        reader.read(rest.prefix(size), each: each)
        rest = rest.dropFirst(size)
      }
      #expect(reader.hasEnded && reader.partialLine == Array("rest".utf8))
      #expect(reader.readRest(each: each) == [.text("rest")])
      #expect(
        seen == ["session s1 1", "usage 5 1", "? 1", "hello 1", "end 1", "rest 1"], "\(size)")
      #expect(reader.session == "s1" && reader.usage == Usage(input: 5))
      // Words after the end are another turn.
      #expect(reader.unrecognised == 1 && !reader.hasEnded && reader.partialLine.isEmpty)
    }
  }

  @Test("A line that never ends is cut, and the next one is whole")
  func longLine() {
    var reader = RunReader(Words(), longestLine: 4)
    #expect(reader.read(bytes(String(repeating: "x", count: 100))).isEmpty)
    #expect(reader.partialLine.count == 4)
    #expect(reader.read(bytes("x\nab\n")) == [.text("xxxx"), .text("ab")])
  }

  @Test("A beat looks for a move in the run's texts, a worker's reader for none")
  func finish() {
    var beat = RunReader(Words())
    let move = #"{"action":"noop","reason":"r"}"#
    #expect(
      beat.finish(exit: .exited(0), stderrTail: move)
        == .failed(RunnerFailure(.empty, move), Usage()))
    var worker = RunReader(Words())
    #expect(
      worker.finish(exit: .exited(0), stderrTail: move) { _ in .absent("no") }
        == .text(move, problem: "no", Usage()))
  }
}
