package import Base

/// What the prompt holds beside the world.
package struct PromptContext: Sendable {
  package var changes: Changes
  package var journal: [String]
  package var lastFailure: String?
  package var served: [String: Int]
  /// When each sensor last looked.
  package var lookedAt: [Identifier: Int] = [:]
  /// When something last ended that may have changed what sensors see; nil for never.
  package var lastActAt: Int?
  /// What goes on beside the decision.
  package var underWay = Activity()
  package var guide = SensorGuide()
  /// Takes out what must not be sent to a provider.
  package var redaction = Redaction.none
  package var maximumWorkers: Int
  package var now: Int

  package init(
    changes: Changes, journal: [String], lastFailure: String?, served: [String: Int],
    maximumWorkers: Int, now: Int
  ) {
    self.changes = changes
    self.journal = journal
    self.lastFailure = lastFailure
    self.served = served
    self.maximumWorkers = maximumWorkers
    self.now = now
  }
}

/// How to write a sensor: in short for every prompt, and the whole for when one is being written.
package struct SensorGuide: Sendable, Equatable {
  package var brief = ""
  package var whole = ""

  package init(brief: String = "", whole: String = "") {
    self.brief = brief
    self.whole = whole
  }
}
