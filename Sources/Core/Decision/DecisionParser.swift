internal import Base

/// Reads the one move out of what an agent wrote.
///
/// The move may be the whole text, in a fenced block, or anywhere in prose. The same move twice is
/// one move; two different moves are an error, because it is unclear which was meant.
package enum DecisionParser {
  /// Looks at the last MiB of `text` only.
  package static func parse(_ text: String) -> ParsedMove {
    let candidates = MoveCandidates(in: text)
    let note =
      candidates.isClipped
      ? "; of \(text.utf8.count) bytes only the last \(MoveCandidates.scannedBytes) were read" : ""
    if let problem = candidates.broken { return .invalid(problem + note) }
    guard let last = candidates.found.last else {
      return .absent(
        "no JSON object with an \"action\" was found; answer with exactly one flat object" + note)
    }
    let results = candidates.found.map(decision)
    guard case .success(let chosen) = results[results.count - 1] else {
      if candidates.found.contains(where: { $0.object != last.object }) {
        return .invalid(differ(candidates.found))
      }
      return .invalid(problem(of: results[results.count - 1]) + note)
    }
    for result in results {
      guard case .success(let other) = result, other.move == chosen.move else {
        return .invalid(differ(candidates.found))
      }
    }
    return .move(chosen)
  }

  // MARK: -

  private static func problem(of result: Result<Decision, Problem>) -> String {
    if case .failure(let problem) = result { problem.text } else { "" }
  }

  private static func differ(_ candidates: [MoveCandidates.Candidate]) -> String {
    let names = candidates.prefix(5).map { MoveFields.shown($0.object["action"]?.string ?? "?") }
    return "one move per beat: the answer holds \(candidates.count) objects with an \"action\" that"
      + " differ (\(names.joined(separator: ", "))\(candidates.count > 5 ? ", …" : ""));"
      + " answer with exactly one"
  }

  private static func decision(
    _ candidate: MoveCandidates.Candidate
  ) -> Result<Decision, Problem> {
    do throws(Problem) {
      if let key = candidate.duplicateKey {
        throw Problem("\(MoveFields.shown(key)) appears twice in the object")
      }
      return .success(try decision(candidate.object))
    } catch {
      return .failure(error)
    }
  }

  private static func decision(_ object: JSONObject) throws(Problem) -> Decision {
    let action = try action(object)
    let fields = try MoveFields(object, action)
    return Decision(
      move: try Move(action.name, fields), journal: fields.text("journal"),
      goal: fields.identifier("goal"),
      nextInterval: fields.integer("next_interval_s").map { .seconds($0) })
  }

  private static func action(_ object: JSONObject) throws(Problem) -> MoveSchema.Action {
    guard let text = object["action"]?.string else {
      throw Problem("\"action\" must be a string")
    }
    if let name = MoveName(rawValue: text) { return MoveSchema.action(name) }
    let known = MoveName.allCases.map(\.rawValue)
    if MoveSchema.plannedNames.contains(text) {
      throw Problem(
        "the action \"\(text)\" is not built yet; the actions are \(MoveFields.list(known))")
    }
    let nearest = Nearest.match(text, in: known).map { "; did you mean \"\($0)\"?" } ?? "."
    throw Problem(
      "unknown action \(MoveFields.shown(text))\(nearest)"
        + " The actions are \(MoveFields.list(known))")
  }
}
