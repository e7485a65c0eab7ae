internal import Base
internal import Screen

/// What the keys of the window do: as many words as there is room for, the way out always among them.
enum WatchKeys {
  private static let ends = ["? help", "q quit"]
  private static let whole = [
    "Up/Down session", "PgUp/PgDn scroll", "Home/End", "Left/Right sides", "/ search", "n/N next",
    "f follow", "a asks", "g goals", "w why", "Tab all",
  ]
  /// What is needed first stands first.
  private static let short = [
    "Up/Down", "a asks", "w why", "g goals", "/ search", "f follow", "Tab all",
  ]

  static func line(columns: Int) -> String {
    let shorter = (0...short.count).reversed().map { Array(short.prefix($0)) }
    return ([whole] + shorter).map { ($0 + ends).joined(separator: "  ") }
      .first { DisplayWidth.of($0) <= columns } ?? "q quit"
  }

  static let help: [WrappedText.Line] =
    [.own("This window only looks: no key of it changes the loop.", WatchStyle.title)]
    + [
      ("Up, Down", "choose the session: the pulse, or a worker"),
      ("Tab", "list the living workers, or the ended ones too"),
      ("PgUp, PgDn", "scroll a page; Ctrl-U and Ctrl-D half of one, the wheel three rows"),
      ("Home, End", "the oldest and the newest row"),
      ("Left, Right", "what a wider screen shows at its sides"),
      ("f", "follow the end, or stay"),
      ("/", "search; n the next match upwards, N downwards"),
      ("a", "the questions that wait, each with the command that answers it"),
      ("g", "the goals"),
      ("w", "why nothing happens now and what comes next, as `looop why` does"),
      ("?", "this; Esc closes it"),
      ("q", "leave; Ctrl-C too"),
    ].map { .own(TextLayout.column($0.0, 13) + $0.1) }
}
