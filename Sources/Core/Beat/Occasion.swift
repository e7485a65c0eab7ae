internal import Base

/// How a beat is to run.
package struct Occasion: Sendable, Equatable {
  /// Whether it decides and rules, and changes only the run's own folder and the ledger.
  package var isDryRun = false
  /// Whether a person asked for it.
  var isByHand = false
  /// The moves of former beats that are under way.
  var underWay: [UnderWay] = []
  /// Why readings could not be recorded: such a beat fails at once.
  var problem: LooopError?

  package init(isDryRun: Bool = false) { self.isDryRun = isDryRun }
}
