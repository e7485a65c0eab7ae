import Foundation
import TestSupport
import Testing

/// Answers whatever is asked, as long as it is told to, and remembers what was acknowledged.
actor Human {
  private let trial: Trial
  private(set) var answers: [String: String] = [:]
  /// The asks it saw, as they were when it saw them first.
  private(set) var asks: [String: String] = [:]
  /// The answered asks, the last one last.
  private(set) var order: [String] = []
  private var isDone = false

  init(_ trial: Trial) { self.trial = trial }

  func leave() { isDone = true }

  func attend() async throws {
    while !isDone {
      for name in trial.box.names(in: "data/asks") where !name.hasPrefix(".") {
        let id = String(name.dropLast(5))
        guard answers[id] == nil else { continue }
        do { try await answer(id) } catch { Issue.record("\(id): \(error)") }
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func answer(_ id: String) async throws {
    let ask = try JSON(trial.box.text("data/asks/\(id).json"))
    asks[id] = ask.text
    let words = ask["kind"] == "gate" ? "yes" : "the answer to \(id)"
    guard try await trial.answer(id, words) else { return }
    answers[id] = words
    order.append(id)
  }
}
