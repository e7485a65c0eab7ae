internal import Core

/// The manual, with the list of moves made from the one table of moves.
enum Manual {
  static let movesMark = "{{moves}}"

  static var text: String {
    String(decoding: PackageResources.manual_md, as: UTF8.self)
      .replacing(movesMark, with: moves)
  }

  private static var moves: String {
    MoveSchema.actions.map { action in
      "  " + TextLayout.column(action.name.rawValue, 16) + action.doc
    }.joined(separator: "\n")
  }
}
