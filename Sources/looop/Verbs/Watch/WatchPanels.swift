internal import Base
internal import Core
internal import Screen

extension WatchModel {
  /// What the open panel says, in the window's columns.
  var panelText: WrappedText {
    let lines: [WrappedText.Line] =
      switch panel {
      case .session: []
      case .asks: askLines
      case .goals: goalLines
      case .why: whyLines
      case .help: Self.helpLines
      }
    return WrappedText(lines, columns: columns)
  }

  private var askLines: [WrappedText.Line] {
    var asking = fleet.asking
    asking.columns = max(20, columns)
    let asks = fleet.asks.map { ask in
      asking.text(ask).split(separator: "\n", omittingEmptySubsequences: false)
        .map { WrappedText.Line.own(String($0)) }
    }
    guard !asks.isEmpty else { return [.own("No question waits for you.")] }
    return Array(asks.joined(separator: [.own("")]))
  }

  private var goalLines: [WrappedText.Line] {
    guard !fleet.goals.isEmpty else {
      return [.own("There are no goals; `looop goal write NAME TEXT` makes one.")]
    }
    let goals = fleet.goals.map { goal in
      [.own(goal.id.text, WatchStyle.heading)]
        + WrappedText.Line.foreign(goal.body, redacted: .none)
    }
    return Array(goals.joined(separator: [.own("")]))
  }

  private var whyLines: [WrappedText.Line] {
    let indent = String(repeating: " ", count: 9)
    return fleet.why.flatMap { fact -> [WrappedText.Line] in
      let rows = TextLayout.wrapped(fact.text, columns: max(12, columns - indent.count))
      return rows.enumerated().map { index, row in
        .own((index == 0 ? TextLayout.column(fact.label, indent.count) : indent) + row)
      }
    }
  }

  private static let helpLines: [WrappedText.Line] =
    [.own("This window only looks: no key of it changes the loop.", WatchStyle.heading)]
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
      ("w", "why the loop does what it does"),
      ("?", "this; Esc closes it"),
      ("q", "leave; Ctrl-C too"),
    ].map { .own(TextLayout.column($0.0, 13) + $0.1) }
}
