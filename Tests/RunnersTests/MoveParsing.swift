import Base
import Core

/// The parser every runner's outcome is made with.
func parseMove(_ text: String) -> ParsedMove { DecisionParser.parse(text) }
