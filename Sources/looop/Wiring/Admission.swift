internal import Base
internal import Core

extension Wiring {
  /// Refuses what a verb may not do here: touch a data dir that others own, or one of a newer looop, or
  /// speak for the human from inside the loop.
  func admit(_ entry: VerbEntry, _ touch: Touch) throws(LooopError) {
    if entry.usesData { try demandOwnData(touch) }
    try Fence(wiring: self).check(entry)
  }

  func demandOwnData(_ touch: Touch) throws(LooopError) {
    // First: another user may not even be able to read the rest.
    try checkOwner(touch)
    _ = try directory.checkFormat()
  }
}
