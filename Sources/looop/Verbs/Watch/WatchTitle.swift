internal import Base
internal import Screen

/// The rows at the top: where the loop stands now, and how many questions wait.
struct WatchTitle {
  static let name = "looop "
  /// More rows than these are the pane's.
  private static let most = 2

  /// The rows behind the name, of which the first leaves room for `asks`.
  let lines: [String]
  let asks: String
  let isProblem: Bool

  init(of fleet: WatchedFleet, now: Int, columns: Int, rows: Int) {
    let count = fleet.asks.count
    asks = count == 0 ? "" : " \(Counted.text(count, "ask waits", many: "asks wait")) (a)"
    isProblem = fleet.problem != nil
    let text = Untrusted.oneLine(fleet.problem ?? fleet.headline(now))
    let room = max(1, columns - DisplayWidth.of(asks) - Self.name.count)
    guard rows >= 20, DisplayWidth.of(text) > room else {
      lines = [TextLayout.clipped(text, columns: room)]
      return
    }
    let wrapped = TextLayout.wrapped(text, columns: room)
    let rest = wrapped.dropFirst(Self.most - 1).joined(separator: " ")
    lines = wrapped.prefix(Self.most - 1) + [TextLayout.clipped(rest, columns: room)]
  }
}
