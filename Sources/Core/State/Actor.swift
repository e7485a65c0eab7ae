/// On whose behalf something is done.
package enum Actor: String, Sendable {
  /// Whoever sits before this process.
  case human
  /// The decider, by a move.
  case loop
  /// looop itself, such as the content of a new data dir.
  case looop
}
