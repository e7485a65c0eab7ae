import Base
import Core
import Foundation
import Runners
import TestSupport
import Testing

/// One run of an agent CLI: what it printed, byte for byte, and how it ended. The runs of claude and
/// codex were recorded from the real binaries, but for those named `handmade-`; all of opencode and pi
/// were written by hand from their sources.
struct Recording: Sendable, CustomTestStringConvertible {
  let runner: String
  let name: String

  var testDescription: String { "\(runner)/\(name)" }
  var path: String { "runners/\(runner)/\(name)" }

  /// Its turns end before the run does.
  var goesOnInTheBackground: Bool { name.contains("background-task") }

  /// The end of the agent's turn tells the answer; the line that ends the run only repeats it.
  var endsWithItsTurn: Bool { runner == PiRunner.id }

  /// Every recording of every fixture folder.
  static let all: [Recording] = folders.flatMap { folder in
    names(in: folder).filter { $0.hasSuffix(".jsonl") }
      .map { Recording(runner: folder, name: String($0.dropLast(6))) }
  }

  static let folders = names(in: "")

  private static func names(in folder: String) -> [String] {
    let path = Fixtures.folder.appending(path: "runners/\(folder)").path()
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Split as Core splits a stream: on 0x0A only, an unterminated last line counts.
  func lines() throws -> [[UInt8]] {
    let bytes = [UInt8](try Data(contentsOf: Fixtures.folder.appending(path: "\(path).jsonl")))
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    if lines.last == [] { lines.removeLast() }
    return lines
  }

  func end() throws -> (exit: ProcessOutcome, stderr: String) {
    let meta = try JSONParser.parse(Fixtures.text("\(path).meta.json"))
    let stderr = meta["stderr"]?.string ?? ""
    if let code = meta["exit_code"]?.int { return (.exited(code), stderr) }
    if let number = meta["signal"]?.int { return (.signalled(number), stderr) }
    if let reason = meta["not_started"]?.string { return (.notStarted(reason), stderr) }
    if meta["timed_out"]?.bool == true { return (.timedOut, stderr) }
    if let seconds = meta["silent"]?.int { return (.silent(.seconds(seconds)), stderr) }
    if meta["oversized"]?.bool == true { return (.oversized, stderr) }
    return (.interrupted, stderr)
  }

  func stream() throws -> any RunnerStream {
    let registry = Registry()
    return try registry.runner(for: try registry.preset(named: runner)).makeStream()
  }

  /// Reads `lines` as this CLI's run.
  func play(
    _ lines: [[UInt8]], exit: ProcessOutcome, stderr: String
  ) throws -> (events: [[RunnerEvent]], outcome: RunnerOutcome) {
    var stream = try stream()
    let events = lines.map { stream.read(line: $0[...]) }
    return (events, stream.finish(exit: exit, stderrTail: stderr, parse: parseMove))
  }
}

/// A run in readable lines, each a claim about what the CLI meant.
func readable(
  _ events: [[RunnerEvent]], _ outcome: RunnerOutcome, exit: ProcessOutcome
) -> String {
  var text = ""
  for (index, line) in events.enumerated() {
    for event in line { text += "\(index + 1): \(readable(event))\n" }
  }
  text += "the process \(exit.text)\n"
  switch outcome {
  case .move(let decision, _):
    text += "=> move \(decision.move)\n"
  case .text(let answer, _, _):
    text += "=> text \(quoted(answer))\n"
  case .failed(let failure, _):
    text += "=> failed \(readable(failure))\n"
  }
  return text + "   usage: \(readable(outcome.usage))\n"
}

private func readable(_ event: RunnerEvent) -> String {
  switch event {
  case .session(let id): "session \(id)"
  case .text(let text): "text \(quoted(text))"
  case .reasoning(let text): "reasoning \(quoted(text))"
  case .tool(let name, let detail): "tool \(name) \(quoted(detail))"
  case .toolResult(let text): "result \(quoted(text))"
  case .usage(let usage): "usage \(readable(usage))"
  case .retrying(let failureClass, let delay):
    "retrying \(failureClass)\(delay.map { " in \($0 / .seconds(1)) s" } ?? "")"
  case .failure(let failure): "failure \(readable(failure))"
  case .ended: "ended"
  case .unrecognised: "unrecognised"
  }
}

private func readable(_ failure: RunnerFailure) -> String {
  let wait = failure.retryAfter.map { ", retry after \($0.seconds) s" } ?? ""
  return "\(failure.failureClass): \(failure.message)\(wait)"
}

private func readable(_ usage: Usage) -> String {
  let money = usage.dollars.map { "$\($0)" } ?? "money unknown"
  return "\(usage.input) in, \(usage.output) out, \(usage.cacheRead) cache read,"
    + " \(usage.cacheWrite) cache write, \(money)" + (usage.model.map { ", \($0)" } ?? "")
}

private func quoted(_ text: String) -> String {
  let limit = 240
  let shown = text.count > limit ? String(text.prefix(limit)) : text
  let rest = text.count > limit ? " (\(text.utf8.count) bytes in all)" : ""
  return JSONWriter.text(.string(Untrusted.visible(shown))) + rest
}
