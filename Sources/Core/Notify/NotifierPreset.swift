/// How a notifier reaches the human: a command that sends, perhaps one that listens, and what they need.
package struct NotifierPreset: Sendable, Equatable {
  package var name: String
  package var description = ""
  /// Whether replies come back.
  package var isTwoWay = false
  /// Whether a reply may approve a move or raise a cap.
  package var mayApprove = false
  /// Secrets that it needs, and those that it can use.
  package var secrets: [String] = []
  package var optionalSecrets: [String] = []
  /// The secret without which no reply can come back; nil for none.
  package var repliesNeed: String?
  /// Programs that its scripts call.
  package var commands: [String] = []
  package var timeout = Duration.seconds(30)
  /// How much of a question is sent, in bytes.
  package var mostText = 3_000
  package var rules = NotifyRules()
  /// The script that sends.
  package var script: [UInt8] = []
  /// The script that prints replies as they come; nil where the sending one does.
  package var listener: [UInt8]?

  package init(name: String) { self.name = name }
}
