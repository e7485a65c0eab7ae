public import TestSupport

/// What the scripted model says: words, which end its turn, or one call of a tool. The input of
/// some tools is a program and no JSON; only OpenAI's wire has those.
public enum Reply: Sendable, Equatable {
  case text(String)
  case call(_ tool: String, _ input: JSON)
  case program(_ tool: String, _ source: String)
}
