import Foundation
import TestSupport

/// One life of a loop with a bit of everything in it: every kind of move, workers that ask, gates,
/// a failing call, and leftovers of former lives. Whoever is killed is started again, as a person
/// would; everything a verb acknowledged is written down.
final class Scenario {
  /// What the loop does in it, as the journal tells it: done, or cut short.
  static let moves = [
    "write_goal made", "write_playbook", "write_sensor extra", "start_worker w", "start_worker k",
    #"ask "Which colour?""#, #": "look""#, #": "write""#, #": "refuse""#,
    "kill_worker k", "archive_goal made",
  ]

  private let trial: Trial
  private let death: Trial.Death?
  private var box: Sandbox { trial.box }
  /// What `answer` and `goal write` said yes to.
  private(set) var answers: [String: String] = [:]
  private(set) var goals: [String: String] = [:]
  /// The asks that were seen, by their id: what they asked.
  private(set) var asks: [String: String] = [:]
  /// What `push` said yes to, and what it may have left before it died.
  private(set) var pushed: Set<Int> = []
  private(set) var unsure: Set<Int> = []
  /// The moves whose intents a dead pulse left.
  private(set) var interrupted: Set<String> = [leftIntent]
  private(set) var isDead = false
  /// What was torn when it had just happened.
  private(set) var breaches: [String] = []

  static let pushes = 5
  static let leftIntent = "20250101-000000"

  init(_ trial: Trial, dying death: Trial.Death?) {
    self.trial = trial
    self.death = death
  }

  func run() async throws {
    try box.configure([
      "tick_command": .string(command("think")), "worker_command": .string(command("work")),
      "budget": ["calls_per_hour": 0, "calls_per_day": 0, "usd_per_day": 1],
      "pass_env": ["LOOOP_FAILPOINTS"], "interval": .null,
    ])
    try await write("first")
    try leaveFormerLives()
    try await push()
    try await up(dying: true)
    try await write("second")
    try await Until.holds("the end of the scenario", saw: { self.sight }) {
      try await self.attend()
      return self.box.exists("finished") && self.isAnswered && self.isCounted
    }
    // The beat that saw the end may still be at its last writes, and die there.
    try await rest()
    try await trial.must("down")
  }

  private func command(_ name: String) -> String {
    let script = Fixtures.folder.appending(path: "crash/\(name).sh").path
    return "/bin/sh '\(script)' '\(box.root)' \"$(cat {{prompt_file}})\""
  }

  /// What only time or misfortune brings: old things to tidy away, a broken file, a cut-short move.
  private func leaveFormerLives() throws {
    let old = Int(Date().timeIntervalSince1970) - 100 * 86_400
    try box.write(
      "data/asks/old-1.json",
      #"{"v":1,"id":"old-1","worker":"old","prompt":"?","kind":"worker","ts":\#(old)}"#)
    try box.write("data/answers/old-1.json", #"{"v":1,"answer":"long ago","ts":\#(old)}"#)
    try box.write("data/mailbox.d/old-1.delivered", #"{"v":1,"ts":\#(old)}"#)
    try box.write(
      "data/intents/\(Self.leftIntent).json",
      #"{"v":1,"beat":"\#(Self.leftIntent)","move":{"action":"run_shell","cmd":"true","reason":"old"}}"#
    )
    for n in 10..<30 { try box.write("data/playbook.d/20250101-0000\(n).md", "old\n") }
    try box.write("data/.last-world.json", "{")
    try box.write(
      "data/snapshots/sensor-gone.json", #"{"v":1,"sensor":"gone","ts":1,"status":"ok","signal":1}"#
    )
    try box.write("data/events.jsonl", String(repeating: " ", count: 10 << 20) + "\n")
    try box.write("data/goals/.tmp-left", "half")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(old))],
      ofItemAtPath: box.path("data/goals/.tmp-left"))
    // Its signal is another at each run, so that there is always something to decide on.
    try box.sensor(
      "world",
      "if [ -e '\(box.path("finished"))' ]; then now=over; else now=$(date +%N); fi\n"
        + "echo \"{\\\"signal\\\":\\\"$now\\\"}\"",
      manifest: "description: a test\nevery: 1s\nwake: {flap: {after: 5, within: 1d}}\n")
    try box.write(
      "data/sensors/ci.yaml",
      "description: pushed to\npush: {max_per_minute: 6000, keep: 200}\n")
  }

  // MARK: What a person does

  private func write(_ name: String) async throws {
    try await trial.must("goal", "write", name, "the \(name) goal")
    goals[name] = "the \(name) goal\n"
  }

  /// Leaves a reading. One that died may be there or not; its sender sends it again.
  private func push() async throws {
    let number = pushed.count + 1
    let mayDie = death?.point.role == "verb" && !box.exists("died")
    let result = try await box.start(
      ["push", "ci"], input: .text("{\"id\":\(number)}"),
      environment: trial.environment(mayDie ? death : nil, recording: death == nil)
    ).finish()
    if result.code == 0 {
      pushed.insert(number)
    } else if mayDie, box.exists("died") {
      unsure.insert(number)
    } else {
      throw Trial.Failure(description: "push: \(result.err)")
    }
  }

  private var isCounted: Bool {
    pushed.count >= Self.pushes && Invariants(box: box).received >= pushed.count
  }

  private func up(dying: Bool) async throws {
    let environment =
      trial.environment(dying ? death : nil, recording: death == nil)
    let result = try await box.start(["up"], environment: environment).finish()
    // A pulse that dies while it starts is told, and `up` fails.
    guard result.code == 0 || dying && box.exists("died") else {
      throw Trial.Failure(description: "up: \(result.err)")
    }
  }

  /// Answers what is asked, and starts again who died.
  private func attend() async throws {
    if !isDead, box.exists("died") {
      isDead = true
      breaches = Invariants(box: box).records(
        torn: death?.isTorn == true ? 1 : 0, except: [".last-world.json", "events.jsonl"])
      if death?.point.role == "pulse" {
        try await Until.holds("the pulse's end") {
          guard let pid = Int32(self.box.text("died").dropLast()) else { return false }
          return !Processes.isAlive(pid)
        }
        interrupted.formUnion(ids(in: "data/intents"))
        try await up(dying: false)
      }
    }
    if isDead { try await restartLost() }
    if pushed.count < Self.pushes { try await push() }
    for id in ids(in: "data/asks") where answers[id] == nil && id != "old-1" {
      let ask = try JSON(box.text("data/asks/\(id).json"))
      asks[id] = ask.text
      let prompt = ask["prompt"].string ?? ""
      let words =
        switch ask["kind"].string {
        case "gate": prompt.contains("refuse") ? "no" : "yes"
        case "budget": "1000"
        default: "the answer to \(id)"
        }
      if try await trial.answer(id, words) { answers[id] = words }
    }
  }

  /// A session without an end whose lock names nobody who lives may be lost.
  private func restartLost() async throws {
    for id in box.names(in: "data/sessions") where !id.hasPrefix(".") {
      let folder = "data/sessions/\(id)"
      let keeper = (try? JSON(box.text("\(folder)/lock")))?["pid"].int
      if keeper.map({ Processes.isAlive(Int32($0)) }) == true { continue }
      if box.exists("\(folder)/status.json") { continue }
      // If it is only starting, or the loop is quicker, this is refused.
      _ = try await trial.verb("worker", "start", id, "again")
    }
  }

  private var isAnswered: Bool {
    ids(in: "data/asks").allSatisfy { box.exists("data/answers/\($0).json") }
  }

  /// Waits until the loop finds nothing more to do.
  private func rest() async throws {
    let runs = { self.box.names(in: "data/runs").count }
    var former = -1
    try await Until.holds("a rest", saw: { self.sight }) {
      try await self.attend()
      let now = runs()
      defer { former = now }
      try await Task.sleep(for: .milliseconds(60))
      return now == former && now == runs() && self.ids(in: "data/intents").isEmpty
    }
  }

  private func ids(in folder: String) -> [String] {
    box.names(in: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
      .map { String($0.dropLast(5)) }
  }

  private var sight: String {
    "dead: \(isDead), asks: \(asks.keys.sorted()), answered: \(answers.keys.sorted()),"
      + " intents: \(ids(in: "data/intents")), gates: \(ids(in: "data/gates")),"
      + " sessions: \(box.names(in: "data/sessions")),"
      + " pushed: \(pushed.count), counted: \(Invariants(box: box).received)\n"
      + box.journal.suffix(12).joined(separator: "\n") + "\n"
      + box.text("data/events.jsonl").suffix(1_500)
  }
}
