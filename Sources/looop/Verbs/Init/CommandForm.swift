/// A pair of commands that may be chosen for a preset.
struct CommandForm: Equatable {
  enum Role: String {
    case tick, worker
  }

  enum Origin: String {
    case configured = "as the config has them"
    case recommended = "recommended: the agent that decides has no hands"
    /// Of a preset that has one form only, so that nothing is known of hands.
    case preset = "as the preset has them"
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
