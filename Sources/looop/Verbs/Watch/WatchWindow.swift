internal import Base
internal import Core
internal import Screen

/// The window on a terminal: the only part of it that reads files, keys and clocks, and that writes.
/// What happens goes into the model, and what the model looks like to the terminal.
final class WatchWindow {
  private let wiring: Wiring
  private let terminal: RawTerminal
  private let stop: StopSignal
  private let fleet: FleetReader
  /// Hears at once what the chosen session writes.
  private let growth = FileWatcher(writeRest: FramePainter.interval)
  private var feed: (any SessionFeed)?
  private var shown: SessionName?
  private var model: WatchModel
  private var painter: FramePainter
  private var nextSecond = Monotonic.nextSecond()

  /// Nil when the terminal's mode cannot be set.
  init?(_ wiring: Wiring, _ selected: SessionName, hasColors: Bool) throws(LooopError) {
    stop = try StopSignal(resizes: true)
    guard let terminal = RawTerminal(.wheel) else { return nil }
    self.wiring = wiring
    self.terminal = terminal
    fleet = FleetReader(wiring)
    painter = FramePainter(hasColors: hasColors)
    model = WatchModel(
      columns: terminal.size.columns, rows: terminal.size.rows, selected: selected,
      now: wiring.clock.now())
  }

  func run() {
    defer { terminal.restore() }
    terminal.onKeys = { [unowned self] in
      for key in terminal.drainKeys() where !model.isOver { apply(.key(key)) }
    }
    stop.onResize = { [unowned self] in resize() }
    stop.onContinue = { [unowned self] in
      terminal.enterAgain()
      resize()
    }
    let poller = Poller(stop: stop, permanent: [terminal, fleet, growth])
    while true {
      look(at: Monotonic.now())
      terminal.put(painter.paint(model, at: Monotonic.now()))
      if isOver || poller.isStopping { break }
      poller.turn(until: [nextSecond, painter.deadline].compactMap(\.self).min())
    }
    (stop.onResize, stop.onContinue) = (nil, nil)
  }

  private var isOver: Bool { model.isOver || terminal.isClosed || !Console.takesOutput }

  private func apply(_ event: WatchEvent) {
    model.handle(event)
    painter.invalidate()
  }

  private func resize() {
    painter.forget()
    apply(.resized(columns: terminal.size.columns, rows: terminal.size.rows))
  }

  /// Reads what changed.
  private func look(at now: Monotonic) {
    var isDue = growth.firstChange != nil
    if nextSecond <= now {
      nextSecond = Monotonic.nextSecond()
      fleet.checkPlace()
      apply(.clock(wiring.clock.now(), wrote: fleet.wrote()))
      // Not every file system says that a file grew.
      isDue = true
    }
    if let event = fleet.next(at: now, explaining: model.panel == .why) {
      apply(event)
      isDue = true
    }
    if model.selected != shown {
      (shown, feed) = (model.selected, nil)
      isDue = true
    }
    if isDue { follow() }
  }

  private func follow() {
    growth.acknowledge()
    do throws(LooopError) {
      let feed: any SessionFeed
      if let known = self.feed { feed = known } else { feed = try wiring.feed(of: model.selected) }
      self.feed = feed
      if let event = try feed.update() { apply(event) }
      // Named only now: which files those are may depend on what was read.
      if growth.watchOutside(feed.paths), let event = try feed.update() { apply(event) }
    } catch {
      apply(.unreadable(wiring.redacted(error.message)))
    }
  }
}
