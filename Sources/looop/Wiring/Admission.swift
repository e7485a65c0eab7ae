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
    // What stops a loop also finds one that lost its data dir.
    if touch != .stops { try directory.demandFolder() }
    // Before the rest: another user may not even be able to read that.
    try checkOwner(touch)
    _ = try directory.checkFormat()
  }
}
