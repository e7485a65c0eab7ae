internal import Core

extension Wiring {
  /// The world as the files have it now, without running anything.
  func observedWorld() throws(LooopError) -> World {
    _ = try directory.checkFormat()
    return try loader.load(
      readings: try snapshots.all(), state: try PulseState.load(directory.pulseState))
  }
}
