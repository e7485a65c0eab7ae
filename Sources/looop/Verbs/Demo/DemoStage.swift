internal import Base
internal import Core

/// The demo: a temporary data dir, a real repository, a real pulse, and the real verbs.
final class DemoStage {
  private let binary: String
  private let folder: String
  private let repository: String
  private let environment: [String: String]
  private let poller: Poller
  private let children: ChildGroup
  private let answersItself: Bool
  private let keys = TypedLines()
  /// For each step; a machine at work on other things is slow, not broken.
  private static let patience = Duration.minutes(2)

  init(_ wiring: Wiring, answersItself: Bool) throws(LooopError) {
    self.answersItself = answersItself
    binary = wiring.loop.store.process.binary
    folder = try Folder.temporary("looop-demo")
    repository = "\(folder)/shop"
    var environment = Marks.unmarked(wiring.environment)
    environment[Marks.dataDirectory] = "\(folder)/data"
    environment["LOOOP_CONFIG"] = "\(folder)/config.json"
    environment["LOOOP_DEMO_REPO"] = repository
    // Keeps the person's own git settings out: hooks, signing, templates.
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    environment["GIT_CONFIG_NOSYSTEM"] = "1"
    for role in ["AUTHOR", "COMMITTER"] {
      environment["GIT_\(role)_NAME"] = "looop demo"
      environment["GIT_\(role)_EMAIL"] = "demo@example.invalid"
    }
    self.environment = environment
    poller = Poller(stop: try StopSignal())
    children = ChildGroup(poller: poller, sweepsOrphans: false)
  }

  func play() throws(LooopError) {
    tell("A repository to watch, and a loop of its own, in \(folder).")
    try prepareRepository()
    try verb("init", "--runner", "demo")
    try verb("goal", "archive", "setup")
    try verb("answer", "setup-1", "Nothing to set up: this is the demo.")
    try write("repo.sh", PackageResources.demo_repo_sh)
    try write("repo.yaml", PackageResources.demo_repo_yaml)
    try verb(
      "sensor", "write", "repo", "\(folder)/repo.sh", "--manifest", "\(folder)/repo.yaml")
    try verb("goal", "write", "release", Self.text(PackageResources.demo_goal_md))
    tell("The pulse starts by itself from here on: it senses, decides, and starts a worker.")
    try verb("up")

    tell("The worker has a question only a human can answer.")
    try verb("wait", "--only-asks", "--timeout", "\(Self.patience.seconds)s")
    try answer("notes-1", suggestion: "Dawn")

    tell("The notes are written. Merging cannot be taken back: the gate shows the exact move.")
    try verb("wait", "--only-asks", "--timeout", "\(Self.patience.seconds)s")
    try answer("gate-1", suggestion: "yes")

    try waitForRest()
    tell("The goal is archived, and the loop rests. The result is where you would look for it:")
    try git("log", "--oneline")
    tell("What the loop does now, and when it looks again:")
    try verb("state")
    try verb("down")
    tell("What it did, line by line:")
    try verb("journal")
    try showCost()
    tell("Where to go next:")
    Console.say(Self.next)
  }

  /// The point of a loop that watches: a beat over an unchanged world makes no call.
  private func showCost() throws(LooopError) {
    tell(
      "What it cost: a call for each decision, and the worker. A scripted agent has no price.")
    try verb("cost", "--by", "runner")
    let before = try calls()
    tell("Nothing has changed since. A beat looks at everything once more, and calls no agent:")
    try verb("beat")
    let after = try calls()
    guard before == after else {
      tell("Something changed meanwhile, a day perhaps: that was worth a call (\(after) now).")
      return
    }
    tell("\(before) calls before that beat, \(after) after it: an unchanged world costs nothing.")
  }

  private static let next = """
      looop init                    choose your agent CLI; --recipe NAME starts from a recipe
      looop sensor list --shipped   what it can watch
      looop help                    every verb, and the manual
      docs/README.md                by what you want to do
    """

  /// Takes everything down, however far the demo got. Runs in a group of its own that ignores stop
  /// signals, because it also runs after one.
  func clear() {
    let children = ChildGroup(poller: Poller(), sweepsOrphans: false)
    _ = children.run(command([binary, "down"]))
    Folder.remove(folder)
  }

  private func prepareRepository() throws(LooopError) {
    try Folder.create(repository)
    try write("shop/README.md", Array("# The shop\n".utf8))
    for words in [
      ["init", "-q", "-b", "main"], ["add", "README.md"], ["commit", "-q", "-m", "Open the shop"],
      ["commit", "-q", "--allow-empty", "-m", "Fix the till"],
    ] {
      let result = children.run(command(["git", "-C", repository] + words))
      guard result.status.isSuccess else {
        throw LooopError(
          .failed, code: "E_DEMO",
          "git \(words[0]) \(result.status.text): "
            + Untrusted.oneLine(String(decoding: result.output, as: UTF8.self)))
      }
    }
  }

  private func answer(_ ask: String, suggestion: String) throws(LooopError) {
    var words = suggestion
    if answersItself {
      tell("There is no terminal to ask at, so the demo answers itself: \(suggestion)")
    } else {
      let typed = try typed("Your answer to \(ask) [\(suggestion)]: ")
      if !typed.isEmpty { words = typed }
    }
    try verb("answer", ask, words)
  }

  /// One line typed at the terminal; empty at the end of the input. Ctrl-C ends the demo.
  private func typed(_ prompt: String) throws(LooopError) -> String {
    Console.ask(prompt)
    while keys.isOpen {
      if let line = keys.next() { return line }
      poller.turn([keys])
      if poller.isStopping { Console.say("") }
      try checkStop()
    }
    Console.say("")
    return ""
  }

  private func checkStop() throws(LooopError) {
    if poller.isStopping {
      throw LooopError(
        .failed, code: "E_STOPPED", "The demo was stopped; its files and processes are gone.")
    }
  }

  /// Until the goal is archived and the loop says that it rests. The goal's file goes first, the
  /// journal's line, the ledger and the baseline follow: only the loop knows when it is through.
  private func waitForRest() throws(LooopError) {
    let limit = Monotonic.now() + Self.patience
    while true {
      let state = try asked("state", "--json")
      if Self.isAtRest(state) { return }
      try checkStop()
      guard Monotonic.now() < limit else {
        throw LooopError(
          .failed, code: "E_DEMO",
          "The loop did not reach its goal in \(Self.patience.seconds) seconds: "
            + Untrusted.oneLine(state["because"]?.string ?? "it says nothing"))
      }
      poller.turn(until: Monotonic.now() + .milliseconds(50))
    }
  }

  /// Whether nothing is wanted any more, and nothing is left to decide.
  static func isAtRest(_ state: JSONValue) -> Bool {
    state["goals"]?.array?.isEmpty == true && state["changes"]?.array?.isEmpty == true
      && state["phase"]?.string == "idle"
  }

  /// How many calls the loop has made today.
  private func calls() throws(LooopError) -> Int {
    try asked("state", "--json")["budget"]?["calls_per_day"]?["spent"]?.int ?? 0
  }

  private func write(_ name: String, _ content: [UInt8]) throws(LooopError) {
    try AtomicFile.replace("\(folder)/\(name)", content)
  }

  private func tell(_ text: String) {
    Console.say("\n# \(text)")
  }

  private func verb(_ words: String...) throws(LooopError) {
    let shown = words.map { ShellQuote.word(Untrusted.oneLine($0)) }
    Console.say("$ looop \(shown.joined(separator: " "))")
    let result = children.run(command([binary] + words)) { chunk in
      Console.show(String(decoding: chunk, as: UTF8.self))
      return .open
    }
    try checkStop()
    guard result.status.isSuccess else {
      throw LooopError(.failed, code: "E_DEMO", "`looop \(words[0])` \(result.status.text).")
    }
  }

  /// What a verb prints for programs, without showing it.
  private func asked(_ words: String...) throws(LooopError) -> JSONValue {
    var asking = command([binary] + words)
    asking.capture = .all(limit: 1 << 20)
    asking.mergesStandardError = false
    let result = children.run(asking)
    try checkStop()
    guard result.status.isSuccess, let value = try? JSONParser.parse(result.output) else {
      throw LooopError(.failed, code: "E_DEMO", "`looop \(words[0])` \(result.status.text).")
    }
    return value
  }

  private func git(_ words: String...) throws(LooopError) {
    Console.say("$ git -C shop \(words.joined(separator: " "))")
    let result = children.run(command(["git", "-C", repository, "--no-pager"] + words)) { chunk in
      Console.show(String(decoding: chunk, as: UTF8.self))
      return .open
    }
    try checkStop()
    guard result.status.isSuccess else {
      throw LooopError(.failed, code: "E_DEMO", "git \(words[0]) \(result.status.text).")
    }
  }

  private func command(_ arguments: [String]) -> Command {
    Command(
      arguments: arguments, environment: environment, workingDirectory: folder,
      capture: .streamed(limit: 1 << 20), mergesStandardError: true,
      deadline: Self.patience + .minutes(1))
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
