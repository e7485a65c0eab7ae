import TestSupport
import Testing

@Suite("What the loop costs")
struct CostTests {
  private let dear =
    #"{"type":"usage","input":1000,"output":50,"usd":1.5}"# + "\n"
    + #"{"action":"noop","reason":"dear","goal":"ship"}"#

  @Test("A spent day is asked about, and the number answered is the day's cap")
  func raise() async throws {
    try await Sandbox.use(["budget": ["usd_per_day": 2]]) { box in
      try await box.upAndRest()
      for call in 2...3 {
        try box.stub.says(dear)
        try await box.must("goal", "write", "g", "\(call)")
        _ = try await box.stub.prompt(call)
      }
      try await box.must("goal", "write", "g", "more")
      try await box.beat("skipped", "the cap of $2.00 a day is reached until")
      Golden.expect(
        try await box.ask("budget-1").replacing(#/\d+s ago/#, with: "N s ago")
          .replacing(#/\d{4}-\d\d-\d\d/#, with: "DAY"), at: "golden/budget-ask.txt")
      #expect(box.stub.calls == 3)
      try await box.must("answer", "budget-1", "10")
      _ = try await box.stub.prompt(4)
    }
  }

  @Test("Of several calls that want the last of a cap one starts")
  func race() async throws {
    try await Sandbox.use(["budget": ["calls_per_hour": 1]]) { box in
      let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
        for _ in 0..<6 {
          group.addTask { try await box.looop("runner", "test", "custom", "--live").code }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let calls = box.names(in: "data/ledger").flatMap { box.lines("data/ledger/\($0)") }
      #expect(calls.count { $0["type"] == "started" } == 1)
      #expect(codes.count { $0 == 75 } == 5)
    }
  }

  @Test("It is told by runner, goal, worker and day, and as JSON")
  func cost() async throws {
    try await Sandbox.use { box in
      try box.stub.says(dear)
      try await box.must("beat")
      try box.stub.worker(
        "w", #"echo '{"type":"usage","input":200,"output":10,"usd":0.25}'; "$LOOOP_BIN" done ok"#)
      try await box.must("goal", "write", "ship", "Ship it.")
      try await box.must("worker", "start", "w", "--goal", "ship", "a brief")
      _ = try await box.worker("w", "exited(0)")
      var tables: [String] = []
      for by in ["runner", "goal", "worker", "day"] {
        tables.append(try await box.must("cost", "--by", by))
      }
      Golden.expect(
        tables.joined(separator: "\n").replacing(#/\d{4}-\d\d-\d\d/#, with: "DAY       "),
        at: "golden/cost.txt")
      let json = try await box.looop("cost", "--by", "goal", "--json").json()
      #expect(json["rows"][0]["name"] == "ship" && json["rows"][0]["usd"] == .number(1.75))
      #expect(
        json["total"]["calls"] == 1 && json["total"]["workers"] == 1
          && json["total"]["unknown_calls"] == 0)
      #expect(json["budget"]["usd_per_day"]["spent"] == .number(1.75))
      #expect(json["budget"]["tokens_per_day"]["cap"] == .null)
      #expect(try await box.looop("cost", "--by", "moon").code == 64)
    }
  }

  @Test("In a terminal what is said of costs and runners stays within its columns")
  func columns() async throws {
    try await Sandbox.use { box in
      try await box.must("beat")
      for words in [["cost"], ["runner", "show", "claude"], ["runner", "test", "demo"]] {
        let rows = try await box.start(words, input: .terminal).finish().out
          .split(whereSeparator: \.isNewline)
        #expect(rows.count > 3, "\(words)")
        // A longer word, such as a path, stays whole on a line of its own.
        let wide = rows.filter { $0.count > 80 && $0.dropFirst(25).contains(" ") }
        #expect(wide.isEmpty, "\(wide)")
      }
    }
  }

  @Test("A worker that costs more than it may is ended and reported")
  func worker() async throws {
    try await Sandbox.use(["budget": ["usd_per_worker": 1]]) { box in
      try box.stub.worker(
        "w",
        #"echo '{"type":"usage","usd":0.75}'; echo '{"type":"usage","usd":0.5}'; exec sleep 600"#)
      try await box.must("worker", "start", "w", "a brief")
      let worker = try await box.worker("w", "killed(15)")
      #expect(worker["problem"] == "it cost $1.25, more than the $1.00 of usd_per_worker")
      let calls = box.names(in: "data/ledger").flatMap { box.lines("data/ledger/\($0)") }
      #expect(calls.first?["type"] == "started" && calls.last?["type"] == "ended")
      let cost = try await box.looop("cost", "--by", "worker", "--json").json()
      #expect(cost["rows"][0]["name"] == "w" && cost["rows"][0]["usd"] == .number(1.25))
    }
  }

  @Test("What a silent worker has spent stands in the ledger while it works")
  func silence() async throws {
    try await Sandbox.use { box in
      // The second comes too soon after the first to be noted at once.
      try box.stub.worker(
        "w",
        """
        echo '{"type":"usage","usd":0.75}'
        until [ -e '\(box.path("go"))' ]; do sleep 0.02; done
        echo '{"type":"usage","usd":0.5}'; exec sleep 600
        """)
      try await box.must("worker", "start", "w", "a brief")
      for dollars in [0.75, 1.25] {
        try await Until.holds("a spend of \(dollars)") {
          let cost = try await box.looop("cost", "--by", "worker", "--json").json()
          return cost["total"]["usd"] == .number(dollars)
        }
        try box.write("go", "")
      }
      try await box.must("kill", "w")
    }
  }
}
