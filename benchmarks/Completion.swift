/// How long a person waits at the key: what a line can go on with, in a loop of 10,000 goals.
enum Completion {
  private static let count = 100
  private static let limit = 40_000_000

  static func measure(_ loop: Loop) {
    loop.addGoals(10_000)
    let lines: [(figure: String, words: [String])] = [
      ("10,000 goals, all of them", ["goal", "show", ""]),
      ("10,000 goals, those of a prefix", ["goal", "show", "bench-99"]),
      ("an option", ["journal", "--f"]),
      ("a verb", ["go"]),
    ]
    for line in lines {
      let command = Launch([loop.binary, "complete", "--"] + line.words, loop.environment)
      for _ in 0..<5 { command.run() }
      let times = Samples((0..<count).map { _ in command.time() })
      Table.row(
        "completion, \(line.figure), p50 / p99", times.text, target: "40 ms",
        met: times.percentile(99) <= limit)
    }
    let whole = Launch([loop.binary, "help"], loop.environment)
    let help = Samples((0..<20).map { _ in whole.time() })
    Table.row("the whole manual, p50 / p99", help.text)
  }
}
