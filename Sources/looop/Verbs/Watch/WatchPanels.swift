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
      case .help: WatchKeys.help
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
      [.own(goal.id.text, WatchStyle.title)]
        + WrappedText.Line.foreign(goal.body, redacted: .none)
    }
    return Array(goals.joined(separator: [.own("")]))
  }

  /// As `looop why` prints it; what others wrote is behind bars in it.
  private var whyLines: [WrappedText.Line] {
    guard let why = fleet.why else { return [.own(fleet.problem ?? "Not read yet.")] }
    return why(columns).split(separator: "\n", omittingEmptySubsequences: false)
      .map { .own(String($0)) }
  }
}
