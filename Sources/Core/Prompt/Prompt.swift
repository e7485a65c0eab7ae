internal import Base

/// The question to the runner: a pure function of the world, ordered from what never changes to
/// what always does, for the providers' prompt caches.
package struct Prompt: Sendable {
  /// What the prompt holds beside the world.
  package struct Context: Sendable {
    package var changes: Changes
    package var journal: [String]
    package var lastFailure: String?
    package var served: [String: Int]
    package var sensorAuthoring: String
    package var maximumWorkers: Int
    package var now: Int

    package init(
      changes: Changes, journal: [String], lastFailure: String?, served: [String: Int],
      sensorAuthoring: String, maximumWorkers: Int, now: Int
    ) {
      self.changes = changes
      self.journal = journal
      self.lastFailure = lastFailure
      self.served = served
      self.sensorAuthoring = sensorAuthoring
      self.maximumWorkers = maximumWorkers
      self.now = now
    }
  }

  enum Limit {
    static let playbook = 32 << 10
    static let goal = 8 << 10
    static let signal = 8 << 10
    static let detail = 4 << 10
    static let ask = 4 << 10
    static let line = 300
  }

  /// The short form leaves out what changes most and matters least, for a runner that found the
  /// whole too long.
  package static func text(
    _ world: World, _ context: Context, isShort: Bool = false
  ) -> String {
    let sections: [Section?] = [
      Section("HOW TO ANSWER", own: MoveSchema.promptText),
      Section("HOW TO WRITE A SENSOR", own: context.sensorAuthoring),
      Section("PLAYBOOK", quoting: world.playbook, bytes: Limit.playbook),
      goals(world),
      readings(world, isShort: isShort),
      workers(world, context),
      mailbox(world),
      isShort ? leftOut : fairness(world, context),
      isShort
        ? nil
        : Section("JOURNAL", quoting: context.journal.joined(separator: "\n"), bytes: 8 << 10),
      changes(world, context),
      output(world, isShort: isShort),
      interrupted(world),
      problems(world),
      isShort
        ? nil : context.lastFailure.map { Section("LAST FAILURE", quoting: $0, bytes: 4 << 10) },
      Section("NOW", own: LocalTime(context.now).minuteText),
    ]
    let head = PromptTexts.constitution + "\n" + PromptTexts.instructions
    let body = sections.compactMap { $0?.text }.joined(separator: "\n")
    return head + "\n" + body + "\nAnswer now with ONE move.\n"
  }

  private static func goals(_ world: World) -> Section {
    guard !world.goals.isEmpty else { return Section("GOALS", own: "none") }
    let bodies = world.goals.map { goal in
      "### goal \(goal.id)\n\(Section.quoted(goal.body, bytes: Limit.goal))"
    }
    return Section("GOALS", own: bodies.joined(separator: "\n\n"))
  }

  private static let leftOut = Section(
    "LEFT OUT",
    own:
      "The whole prompt was too long for you. Left out: the details of the readings, when"
      + " each goal was last served, the journal, most of the last output, and the last failure.")

  private static func readings(_ world: World, isShort: Bool) -> Section {
    guard !world.readings.isEmpty else { return Section("READINGS", own: "none") }
    let bodies = world.readings.map { reading in
      let seen = reading.observation
      var lines = ["### sensor \(reading.sensor)", status(of: reading)]
      if !reading.description.isEmpty {
        lines.append(Section.quoted(reading.description, bytes: Limit.line))
      }
      if let failure = reading.hiddenFailure {
        lines.append(Section.quoted("it fails now: \(failure)", bytes: Limit.line))
      }
      lines.append(Section.quoted("signal: " + JSONWriter.text(seen.signal), bytes: Limit.signal))
      if seen.detail != .null, !isShort {
        lines.append(
          Section.quoted("detail: " + JSONWriter.text(seen.detail), bytes: Limit.detail))
      }
      return lines.joined(separator: "\n")
    }
    return Section("READINGS", own: bodies.joined(separator: "\n\n"))
  }

  private static func status(of reading: Reading) -> String {
    var line = "status \(reading.status.rawValue), since \(LocalTime(reading.changedAt).minuteText)"
    if reading.flaps { line += ", flapping: it changes too often" }
    if reading.trust != .internal { line += ", \(reading.trust.rawValue)" }
    return line
  }

  private static func workers(_ world: World, _ context: Context) -> Section {
    let alive = world.workers.count { $0.isAlive }
    var lines = ["\(alive) of at most \(context.maximumWorkers) are at work."]
    for worker in world.workers {
      let phase = world.isWaiting(worker) ? "waiting for an answer" : worker.state.text
      let goal = worker.goal.map { ", goal \($0)" } ?? ""
      let said = worker.saidDone.map { $0 ? ", said done" : ", said failed" } ?? ""
      let check = worker.verification.map { ", its check \($0.status)" } ?? ""
      lines.append(
        "- \(worker.id): \(phase)\(goal)\(said)\(check),"
          + " started \(LocalTime(worker.startedAt).minuteText)")
      if case .stuck(let line) = worker.state, phase == worker.state.text {
        lines.append(Section.quoted("its last line: \(line)", bytes: Limit.line))
      }
      if let trouble = worker.trouble {
        lines.append(Section.quoted("trouble: \(trouble)", bytes: Limit.ask))
      }
      if let report = worker.report { lines.append(Section.quoted(report, bytes: Limit.ask)) }
      if let check = worker.verification, !check.isPassed {
        lines.append(Section.quoted("$ \(check.command)\n\(check.tail)", bytes: Limit.ask))
      }
    }
    for parked in world.resting(now: context.now) {
      lines.append("Start no worker with a parked runner: \(parked.text).")
    }
    for loop in world.crashLoops(now: context.now) {
      let until = loop.ask.map { "until \($0) is answered" } ?? "for now"
      lines.append("Start no worker for the goal \(loop.goal) \(until): its workers keep failing.")
    }
    return Section("WORKERS", own: lines.joined(separator: "\n"))
  }

  private static func mailbox(_ world: World) -> Section {
    // Delivered pairs are history; the journal has them.
    let shown = world.mailbox.asks.filter { !world.mailbox.isDelivered($0) }
    guard !shown.isEmpty else { return Section("ASKS AND ANSWERS", own: "none open") }
    let bodies = shown.map { ask in
      var lines = ["### ask \(ask.id)", Section.quoted(ask.prompt, bytes: Limit.ask)]
      if let answer = world.mailbox.answers[ask.id] {
        lines += ["answered by the human:", Section.quoted(answer.text, bytes: Limit.ask)]
      } else {
        lines.append("waiting for the human")
      }
      return lines.joined(separator: "\n")
    }
    return Section("ASKS AND ANSWERS", own: bodies.joined(separator: "\n\n"))
  }

  private static func fairness(_ world: World, _ context: Context) -> Section? {
    guard !world.goals.isEmpty else { return nil }
    let lines = world.goals.map { goal in
      let last = context.served[goal.id.text].map { LocalTime($0).minuteText } ?? "never"
      return "- \(goal.id): \(last)"
    }
    return Section("LAST SERVED, BY GOAL", own: lines.joined(separator: "\n"))
  }

  private static func changes(_ world: World, _ context: Context) -> Section {
    guard !context.changes.isEmpty else { return Section("WHAT CHANGED", own: "nothing") }
    let contents = Dictionary(
      world.readings.map { ($0.sensor.text, $0.content) }, uniquingKeysWith: { _, last in last })
    let lines = context.changes.entries.map { entry in
      let places = entry.name.kind == .reading ? contents[entry.name.name] : nil
      let before = entry.before.map { before in
        places.flatMap { $0 }.flatMap { $0.difference(from: before) } ?? ", was: \(before)"
      }
      return "\(entry.kind.rawValue): \(entry.name)"
        + Untrusted.quoted(before ?? "", bytes: Limit.line)
    }
    return Section("WHAT CHANGED", quoting: lines.joined(separator: "\n"), bytes: 16 << 10)
  }

  private static func output(_ world: World, isShort: Bool) -> Section? {
    world.output.map { output in
      let tail = isShort ? String(output.tail.suffix(Limit.line)) : output.tail
      return Section(
        "LAST OUTPUT",
        quoting: "$ \(output.command)\n\(tail)\n[it \(output.status)]", bytes: 8 << 10)
    }
  }

  private static func interrupted(_ world: World) -> Section? {
    guard !world.interrupted.isEmpty else { return nil }
    let lines = world.interrupted.map { "\($0.id): \($0.move): \($0.fate)" }
    return Section("INTERRUPTED MOVES", quoting: lines.joined(separator: "\n"), bytes: 8 << 10)
  }

  private static func problems(_ world: World) -> Section? {
    guard !world.problems.isEmpty else { return nil }
    let lines = world.problems.map(\.description).joined(separator: "\n")
    return Section("PROBLEMS", quoting: lines, bytes: 8 << 10)
  }
}

extension Reading.Content {
  /// Where it differs from the content it was, each place with from and to; nil when that cannot be
  /// told.
  fileprivate func difference(from before: String) -> String? {
    guard let former = try? JSONParser.parse(Array(before.utf8)) else { return nil }
    let places = JSONDifference.pointers(former, json).compactMap { text in
      JSONPointer(text).map { (text, $0.value(in: former), $0.value(in: json)) }
    }
    let words = places.map { place, from, to in
      let name = place.isEmpty ? "as a whole" : "\(place)"
      return "\(name) from \(Self.text(from)) to \(Self.text(to))"
    }
    return words.isEmpty ? nil : ": " + words.joined(separator: "; ")
  }

  private static func text(_ value: JSONValue?) -> String {
    value.map { JSONWriter.text($0) } ?? "nothing"
  }
}
