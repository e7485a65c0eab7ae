/// The end of what last may have changed the world outside: a command, the trial of a sensor, a worker.
struct LastAct: Equatable {
  let at: Int
  /// Which it was: several may end in one second.
  let mark: String
  /// Whether only the loop set its pace, so that it may repeat without limit.
  let isOwn: Bool
}
