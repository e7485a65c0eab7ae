/// How far a move reaches into a shell.
package struct ShellReach: Sendable, Equatable {
  package var lines: [String]
  /// Why it needs a yes whatever the lines are; nil when it does not.
  package var reasonToAsk: String?

  package init(lines: [String], reasonToAsk: String? = nil) {
    self.lines = lines
    self.reasonToAsk = reasonToAsk
  }

  package static let none = ShellReach(lines: [])
}
