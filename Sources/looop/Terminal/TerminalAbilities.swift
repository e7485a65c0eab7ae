internal import Base

/// What the terminal of this process can do, and what the person at it wants: `TERM` and `NO_COLOR` are
/// read here and nowhere else.
struct TerminalAbilities: Equatable {
  /// Whether text may be written over: there is a terminal, and it can place its cursor.
  let placesCursor: Bool
  /// The same, and there are keys to read.
  let hasWindow: Bool
  let hasColors: Bool

  init(_ environment: [String: String], isInputTerminal: Bool, isOutputTerminal: Bool) {
    placesCursor = isOutputTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
    hasWindow = placesCursor && isInputTerminal
    hasColors = placesCursor && (environment["NO_COLOR"] ?? "").isEmpty
  }
}

extension Wiring {
  var terminal: TerminalAbilities {
    TerminalAbilities(
      environment, isInputTerminal: Console.isInputTerminal,
      isOutputTerminal: Console.isOutputTerminal)
  }
}
