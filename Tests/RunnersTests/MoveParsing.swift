import Core
import Foundation

/// The parser the fixtures are judged with: enough of the real one to find the scripted moves.
func parseMove(_ text: String) -> ParsedMove {
  guard let at = text.range(of: "\"action\"")?.lowerBound,
    let open = text[..<at].lastIndex(of: "{"), let close = text[at...].firstIndex(of: "}"),
    let object = try? JSONParser.parse(String(text[open...close]))
  else { return .absent("no move") }
  guard object["action"]?.string == "noop", let reason = object["reason"]?.string else {
    return .invalid("unknown action '\(object["action"]?.string ?? "")'")
  }
  return .move(Decision(move: .noop(reason: reason)))
}
