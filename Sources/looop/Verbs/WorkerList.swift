internal import ArgumentParser
internal import Base
internal import Core

extension WorkerCommand {
  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the workers and their states.")
    static let examples = [
      Example("looop worker list"), Example("looop worker list --watch --json", at: .worker),
    ]
    var touch: Touch { .reads }

    @Flag(name: [.long, .customShort("a")], help: "List every ended one too.") var all = false
    @Flag(name: .shortAndLong, help: "List them again whenever something changes, until Ctrl-C.")
    var watch = false
    @Flag(help: "Print JSON, of every worker; with --watch an array a line.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      if watch {
        try WorkerListWatch(wiring, all: all, json: json).run()
        return ExitStatusCode.ok
      }
      let list = try WorkerList(wiring)
      if json {
        Console.say(json: wiring.redacted(list.rows.reports))
      } else if list.rows.reports.isEmpty {
        Console.note(WorkerList.empty)
      } else {
        let (table, left) = list.rows.table(all: all)
        Console.say(table: table, redacted: wiring.redaction)
        if let note = WorkerList.note(left: left) { Console.note(note) }
      }
      for problem in list.problems { Console.note("looop: \(problem.message)") }
      return ExitStatusCode.ok
    }
  }
}

/// The workers at one moment.
struct WorkerList {
  static let empty = "No worker has been started."

  let rows: WorkerRows
  let problems: [LooopError]

  init(_ wiring: Wiring) throws(LooopError) {
    let roll = try wiring.loop.fleet.roll()
    var world = World()
    world.workers = roll.workers
    world.mailbox = try wiring.loop.mailbox.contents()
    rows = WorkerRows(world, now: wiring.clock.now())
    problems = roll.problems
  }

  static func note(left: Int) -> String? {
    left > 0 ? "and \(left) more that ended (`--all`)" : nil
  }
}

/// The list again and again: on a terminal in the same place, elsewhere below the former one.
private struct WorkerListWatch {
  private let wiring: Wiring
  private let all: Bool
  private let json: Bool
  private let following: Following

  init(_ wiring: Wiring, all: Bool, json: Bool) throws(LooopError) {
    self.wiring = wiring
    self.all = all
    self.json = json
    following = try Following(in: wiring.directory.path)
  }

  /// Whether the terminal can be written over.
  private var isScreen: Bool {
    Console.isOutputTerminal && !["dumb", "", nil].contains(wiring.environment["TERM"])
  }

  func run() throws(LooopError) {
    let isScreen = isScreen && !json
    var former: String?
    try following.run { () throws(LooopError) in
      let list = try WorkerList(wiring)
      // Ages change all the time; elsewhere than on a screen they are no news.
      let news = JSONWriter.text(wiring.redacted(list.rows.reports))
      if json {
        if news != former { Console.say(news) }
      } else if isScreen {
        let frame = frame(of: list)
        let start = former == nil ? "\u{1B}[H\u{1B}[2J" : "\u{1B}[H"
        if frame != former { Console.put("\(start)\(frame)\u{1B}[J") }
        former = frame
        return .rest
      } else if news != former {
        if former != nil { Console.say("") }
        for line in lines(of: list, rows: nil) { Console.say(line) }
      }
      former = news
      return .rest
    }
    if isScreen { Console.say("") }
  }

  /// One that fits: a line too many would scroll.
  private func frame(of list: WorkerList) -> String {
    let size = Console.outputSize ?? (80, 24)
    return lines(of: list, rows: size.rows - 1)
      .map { TextLayout.clipped($0, columns: size.columns) + "\u{1B}[K" }
      .joined(separator: "\r\n")
  }

  private func lines(of list: WorkerList, rows: Int?) -> [String] {
    let (table, left) = list.rows.table(all: all)
    var lines =
      list.rows.reports.isEmpty
      ? [WorkerList.empty]
      : table.redacted(by: wiring.redaction).lines(width: Console.outputColumns)
    if let note = WorkerList.note(left: left) { lines.append(note) }
    lines += list.problems.map { "looop: \(Untrusted.oneLine($0.message))" }
    guard let rows, lines.count > rows else { return lines }
    return lines.prefix(max(0, rows - 1)) + ["and \(lines.count - rows + 1) more lines"]
  }
}
