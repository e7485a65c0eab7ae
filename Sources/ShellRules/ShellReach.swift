/// How far a move reaches into a shell.
package struct ShellReach: Sendable, Equatable {
  package var lines: [String]
  /// Where the lines run, which every name in them that is not absolute begins from; nil where a rule
  /// of its own says so.
  package var folder: String?
  /// The move names that folder itself; else a person chose it for the loop.
  package var namesFolder = false
  /// Why it needs a yes whatever the lines are; nil when it does not.
  package var reasonToAsk: String?

  package init(lines: [String], folder: String? = nil, reasonToAsk: String? = nil) {
    self.lines = lines
    self.folder = folder
    self.reasonToAsk = reasonToAsk
  }

  package static let none = ShellReach(lines: [])
}
