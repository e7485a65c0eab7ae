internal import Base

/// That a sensor changes too often, and what becomes of its changes meanwhile.
package struct Flapping: Sendable, Equatable {
  package enum Rule: String, Sendable, CaseIterable, JSONWritable {
    /// It woke decisions that found nothing to do.
    case idle
    /// Its manifest's `wake.flap`.
    case manifest
  }

  package let rule: Rule
  /// How many decisions it woke for nothing, or how often it changed.
  package let count: Int
  /// Until when its changes alone wake no decision; by `wake.flap`, when it is calm again unless it
  /// changes. In the past when its next change wakes one.
  package let until: Int

  /// Nil when it does not flap.
  package static func of(
    _ reading: Reading, _ sensor: any Sensor, state: PulseState
  ) -> Flapping? {
    if let wakes = state.idleWakes.first(where: { $0.flaps && $0.concerns(reading) }) {
      return Flapping(rule: .idle, count: wakes.count, until: wakes.pauseEnd)
    }
    guard reading.flaps, let flap = sensor.wake.flap, let first = reading.memory.changes.first
    else { return nil }
    return Flapping(
      rule: .manifest, count: reading.memory.changes.count, until: first + flap.within.seconds)
  }
}
