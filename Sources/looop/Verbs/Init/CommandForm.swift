/// A pair of commands to choose for a preset.
struct CommandForm: Equatable {
  typealias Role = CommandRole

  enum Origin: String {
    case configured = "as set in the config"
    case recommended = "recommended: the agent that decides has no hands"
    /// For a preset with a single form, which says nothing about hands.
    case preset = "as set in the preset"
    case documented = "as documented: the agent that decides may touch anything"
    case edited = "edited"
  }

  var origin: Origin
  var tick: String
  var worker: String

  subscript(role: Role) -> String {
    get { role == .tick ? tick : worker }
    set { if role == .tick { tick = newValue } else { worker = newValue } }
  }

  func hasSameCommands(as other: Self) -> Bool { tick == other.tick && worker == other.worker }
}
