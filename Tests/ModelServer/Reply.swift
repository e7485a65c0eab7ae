public import TestSupport

/// What the scripted model says: words, which end its turn, or one call of a tool. The input of
/// some tools is a program and no JSON; only OpenAI's wire has those.
///
/// A tool of an MCP server is called `SERVER/TOOL`; each wire spells that its own way.
///
/// An answer that follows the schema it was asked for is words on one wire and a call on the other.
public enum Reply: Sendable, Equatable {
  case text(String)
  case structured(JSON)
  /// It will not answer, and says so.
  case refusal(String)
  case call(_ tool: String, _ input: JSON)
  case program(_ tool: String, _ source: String)
}
