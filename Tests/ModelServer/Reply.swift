public import TestSupport

/// What the scripted model says: words, which end its turn, or one call of a tool.
public enum Reply: Sendable, Equatable {
  case text(String)
  case call(_ tool: String, _ input: JSON)
}
