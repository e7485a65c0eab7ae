internal import ModelServer

/// Who plays: an agent, as a worker of one kind, with a model behind it.
struct Cast: Sendable, CustomStringConvertible {
  let agent: Agent
  let kind: String
  /// What the agent is told to use; empty for what its preset says.
  var model = ""
  let hands: Hands
  /// How often the model is called while the human is waited for. The presets see to it that claude
  /// keeps the command in the foreground, and that one poll of codex lasts as long as the ask.
  let polls: Int

  var description: String { "\(agent) \(kind)" }

  static let all = [
    Cast(agent: .claude, kind: "headless", hands: .claude, polls: 0),
    Cast(agent: .claude, kind: "terminal", hands: .claude, polls: 0),
    // The one offers its models functions, the other a program over them.
    Cast(agent: .codex, kind: "headless", model: "gpt-5.5", hands: .codex, polls: 1),
    Cast(agent: .codex, kind: "terminal", model: "gpt-6-sol", hands: .codexProgram, polls: 0),
  ]
}
