internal import Base
internal import Core
internal import Screen

/// The picker on a terminal: draws the state, and lets keys and versions change it.
final class TerminalPicker {
  private var state: PickerState
  private let terminal: RawTerminal
  private let hasColors: Bool
  private let stop: StopSignal
  /// What the terminal shows; nil while it may show anything.
  private var shown: Frame?

  /// Nil when the terminal's mode cannot be set.
  init?(_ state: PickerState, stop: StopSignal, hasColors: Bool) {
    guard let terminal = RawTerminal(.pastes) else { return nil }
    self.state = state
    self.stop = stop
    self.terminal = terminal
    self.hasColors = hasColors
  }

  /// The chosen preset and commands; nil when cancelled or ended by a signal. Restores the
  /// terminal.
  func pick(environment: [String: String]) -> RunnerOffer? {
    defer { terminal.restore() }
    let poller = Poller(stop: stop, permanent: [terminal])
    terminal.onKeys = { [unowned self] in pressKeys() }
    stop.onResize = { [unowned self] in redraw() }
    stop.onContinue = { [unowned self] in
      terminal.enterAgain()
      redraw()
    }
    draw()
    askVersions(poller, environment)
    while !state.isOver, !poller.isStopping, !terminal.isClosed { poller.turn() }
    (stop.onResize, stop.onContinue) = (nil, nil)
    return state.step == .chosen ? state.offer : nil
  }

  /// Asks all programs for their versions at once, while keys are read; late ones are not waited
  /// for.
  private func askVersions(_ poller: Poller, _ environment: [String: String]) {
    var asked: [Int] = []
    var questions: [Command] = []
    for (index, offer) in state.offers.enumerated() {
      guard case .found(let program) = offer.place else { continue }
      asked.append(index)
      questions.append(
        ProgramProbe.version(
          program, of: offer.preset, offer.preset.environment(of: environment)))
    }
    let results = ChildGroup(poller: poller, width: 32, stopGrace: .zero).run(questions)
    for (index, result) in zip(asked, results) {
      let line = ProgramProbe.versionLine(result)
      state.learn(
        line.map { .said(ProgramProbe.number(in: $0) ?? $0) } ?? .unsaid, of: index)
    }
    if !asked.isEmpty, !state.isOver { draw() }
  }

  private func pressKeys() {
    for key in terminal.drainKeys() where !state.isOver { state.press(key) }
    // Versions that are still missing are not needed any more.
    if state.isOver { stop.request() } else { draw() }
  }

  private func draw() {
    let size = terminal.size
    let frame = PickerFrame(state, columns: size.columns, rows: size.rows)
      .frame(columns: size.columns, rows: size.rows, isStyled: hasColors)
    terminal.put(frame.bytes(after: shown))
    shown = frame
  }

  private func redraw() {
    shown = nil
    draw()
  }
}
