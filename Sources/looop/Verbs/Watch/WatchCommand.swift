internal import ArgumentParser
internal import Base
internal import Core

struct WatchCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Follow the loop and its workers in a window; read-only.",
    discussion: """
      The window shows one session, the pulse's life or what a worker does, above a table of all of \
      them; `?` shows its keys. Into a pipe it prints what there is and exits. On a terminal that \
      cannot place its cursor it prints a log: type a number for a worker, 0 for the pulse, q to \
      quit; then Enter.
      """)
  static let examples = [
    Example("looop watch --once"),
    Example("looop watch notes --once", at: .worker),
  ]
  var touch: Touch { .reads }

  @Argument(help: "Follow this worker from the start; none, or pulse: the pulse.")
  var worker: String?
  @Option(help: "The same as WORKER.") var session: String?
  @Flag(help: "Print what there is and exit.") var once = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let named = session ?? (worker == "pulse" ? nil : worker)
    let followed = try named.map { id throws(LooopError) in try wiring.knownWorker(id).id }
    if !once, wiring.terminal.hasWindow {
      let selected = followed.map { SessionName.worker($0) } ?? .pulse
      if let window = try WatchWindow(wiring, selected, hasColors: wiring.terminal.hasColors) {
        window.run()
        return ExitStatusCode.ok
      }
    }
    return try PlainWatch(wiring).run(followed, once: once || !Console.isOutputTerminal)
  }
}
