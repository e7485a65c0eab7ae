internal import ArgumentParser
internal import Base
internal import Core
internal import Screen

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

  func run() throws(LooopError) {
    let isScreen = wiring.terminal.placesCursor && !json
    var former: String?
    var shown: Frame?
    try following.run { () throws(LooopError) in
      let list = try WorkerList(wiring)
      // Ages change all the time; elsewhere than on a screen they are no news.
      let news = JSONWriter.text(wiring.redacted(list.rows.reports))
      if json {
        if news != former { Console.say(news) }
      } else if isScreen {
        let frame = frame(of: list)
        let bytes = frame.bytes(after: shown, colors: false)
        if !bytes.isEmpty { Console.put(bytes) }
        shown = frame
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

  /// The cursor stays below it, where the shell goes on.
  private func frame(of list: WorkerList) -> Frame {
    let size = Console.terminalSize
    var frame = Frame(columns: size.columns, rows: size.rows)
    let lines = lines(of: list, rows: size.rows - 1)
    for (row, line) in lines.enumerated() {
      frame.write(TextLayout.clipped(line, columns: size.columns), row: row)
    }
    frame.cursor = Frame.Place(row: min(lines.count, size.rows - 1), column: 0)
    return frame
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
