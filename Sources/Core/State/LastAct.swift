/// The end of what last may have changed the world outside: a command, the trial of a sensor, a worker.
struct LastAct: Equatable {
  let at: Int
  /// Which it was: several may end in one second.
  let mark: String
  /// Whether no person set its pace, and no work did: the loop may act again and again.
  let isOwn: Bool
}
