/// The end of what last may have changed the world outside: a command, the trial of a sensor, a worker.
struct LastAct: Equatable {
  let at: Int
  /// Which it was: several may end in one second.
  let mark: String
  let pace: Pace

  /// Who set its pace; of several the first counts.
  enum Pace: Int {
    /// A human said yes to it.
    case human
    case worker
    /// The loop alone: it may repeat without limit.
    case loop
  }
}
