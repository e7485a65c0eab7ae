internal import ModelServer
internal import TestSupport

/// What the scripted model says in the story of a shop's sign: as the loop's judgment it starts a
/// worker when a sign is wanted, as the worker it asks what to write and writes it.
///
/// Pure: each answer follows from the conversation it was asked with.
struct SignScript: Sendable {
  /// Beside which repository the worker makes its worktree, `<shop>-sign`.
  let shop: String
  let hands: Hands

  static let question = "When is the shop open?"
  static let done = "The sign is painted, on branch sign."

  /// How the text begins that each role is given by looop.
  private static let judgment = "You are the judgment of looop"
  private static let worker = "You are a worker of looop"

  /// What must hold once the worker is done: the branch has a sign that says when.
  static let verify = "git show sign:SIGN.md | grep -q '^Open: at '"

  func reply(_ turn: Turn) -> Reply {
    if isWorker(turn) { return work(turn) }
    if let prompt = turn.texts.first(where: { $0.hasPrefix(Self.judgment) }) {
      return .text(move(prompt).text)
    }
    // On the side codex asks for a title, with the brief behind words of its own.
    return .text("A sign for the shop")
  }

  func isWorker(_ turn: Turn) -> Bool { turn.texts.contains { $0.hasPrefix(Self.worker) } }

  func isJudgment(_ turn: Turn) -> Bool { turn.texts.contains { $0.hasPrefix(Self.judgment) } }

  func hasCommitted(_ turn: Turn) -> Bool {
    isWorker(turn) && hands.progress(turn).finished.count > 4
  }

  // MARK: The judgment

  private func move(_ prompt: String) -> JSON {
    let lines = prompt.split(separator: "\n")
    let painter = lines.first { $0.hasPrefix("- painter: ") }
    if lines.contains(#"| signal: {"wanted":true}"#), painter == nil {
      return [
        "action": "start_worker", "id": "painter", "goal": "sign",
        "prompt": "Paint the sign of the shop, SIGN.md.", "verify": .string(Self.verify),
        "journal": "A sign is wanted: a painter is started.",
      ]
    }
    if painter?.contains(", said done, its check exited with code 0") == true,
      lines.contains("### goal sign")
    {
      return [
        "action": "archive_goal", "id": "sign",
        "journal": "The painter is done and its check passed: the goal is reached.",
      ]
    }
    return ["action": "noop", "reason": "no sign is wanted"]
  }

  // MARK: The worker

  private func work(_ turn: Turn) -> Reply {
    let (finished, waiting) = hands.progress(turn)
    if let waiting { return waiting }
    let folder = "\(shop)-sign"
    let file = "\(folder)/SIGN.md"
    switch finished.count {
    case 0: return hands.run("git worktree add '\(folder)' -b sign")
    case 1: return hands.run("\"$LOOOP_BIN\" ask '\(Self.question)'")
    case 2: return hands.read(file)
    // Only who got the answer can write it.
    case 3: return hands.edit(file, "Open: ask", with: "Open: \(answer(finished[1]))")
    case 4: return hands.run("git -C '\(folder)' commit --all --message 'Say when'")
    case 5: return hands.run("\"$LOOOP_BIN\" done '\(Self.done)'")
    default: return .text("The sign is painted.")
    }
  }

  /// The line of the ask's output that is the answer.
  private func answer(_ output: String) -> Substring {
    output.split(separator: "\n").last { $0.hasPrefix("at ") } ?? "nobody knows when"
  }
}
