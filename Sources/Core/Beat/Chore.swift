/// Work that a look finds, to be done whatever is decided.
enum Chore: Equatable {
  /// A broken file whose content looop can rebuild.
  case putAside(BrokenFiles.File)
  /// A move that a crash cut short.
  case reportInterrupted(InterruptedMove)
  /// A runner's rest that is outdated.
  case endRest(ParkedRunner)
  /// Everything counts as new.
  case forgetBaseline
  /// A question about a runner that is outdated.
  case withdraw(AskID)
  /// A worker whose end no supervisor told.
  case tellLoss(Worker)
  /// A goal whose workers fail again and again.
  case askAbout(CrashLoop)
  /// The human's no to a pending move, or an answer that does not count.
  case recordDecline(PendingMove, by: Author?, words: String)
}
