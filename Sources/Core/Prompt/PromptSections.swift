internal import Base

/// The sections of one prompt, each as long as the room says.
struct PromptSections {
  private let world: World
  private let context: PromptContext
  private let isShort: Bool
  private let redaction: Redaction
  private let changed: Set<Item.Name>
  /// What each sensor said, as text.
  private let said: [Identifier: (signal: String, detail: String?)]

  init(_ world: World, _ context: PromptContext, isShort: Bool) {
    self.world = world
    self.context = context
    self.isShort = isShort
    let redaction = context.redaction
    self.redaction = redaction
    changed = Set(context.changes.names)
    said = Dictionary(
      world.readings.map { reading in
        let seen = reading.observation
        let text = { (value: JSONValue) in redaction.text(JSONWriter.text(value)) }
        return (reading.sensor, (text(seen.signal), seen.detail == .null ? nil : text(seen.detail)))
      }
    ) { first, _ in first }
  }

  /// Nil for a section that has nothing to say.
  func text(of part: PromptPart, _ room: PromptRoom) -> String? {
    let section: Section? =
      switch part {
      case .answer: answer
      case .playbook: section("PLAYBOOK", quoting: world.playbook, bytes: room.playbook)
      case .goals: goals(room)
      case .readings: readings(room)
      case .workers: workers(room)
      case .asks: mailbox(room)
      case .leftOut: isShort ? Self.leftOut : nil
      case .served: isShort ? nil : served(room)
      case .sensorGuide: guide
      case .journal: isShort ? nil : journal(room)
      case .changes: changes(room)
      case .output: output(room)
      case .underWay: underWay
      case .interrupted: interrupted(room)
      case .problems: problems(room)
      case .failure: isShort ? nil : failure(room)
      case .looks: looks(room)
      case .now: Section("NOW", own: LocalTime(context.now).minuteText)
      }
    return section?.text
  }

  /// The next smaller size of a step that is at `size`; nil at its floor. What is counted begins at
  /// how many there are.
  func next(_ size: Int, _ step: PromptRoom.Step, to floor: Int) -> Int? {
    let size = size == .max ? count(of: step.part) : size
    return size > floor ? max(floor, size / 2) : nil
  }

  /// About how many bytes the bodies have that a step at `size` cuts. What exceeds the whole prompt by
  /// itself need not be made to see that it does.
  func bytes(_ step: PromptRoom.Step, at size: Int) -> Int {
    let goals = { (isNew: Bool) in
      world.goals.filter { changed.contains(.init(.goal, $0.id.text)) == isNew }.map(\.body)
    }
    let readings = { (isNew: Bool) in
      world.readings.filter { changed.contains(.init(.reading, $0.sensor.text)) == isNew }
        .compactMap { said[$0.sensor] }
    }
    let bodies: [String]
    switch step.size {
    case \.goal: bodies = goals(false)
    case \.changedGoal: bodies = goals(true)
    case \.signal: bodies = readings(false).map(\.signal)
    case \.changedSignal: bodies = readings(true).map(\.signal)
    case \.detail: bodies = readings(false).compactMap(\.detail)
    case \.changedDetail: bodies = readings(true).compactMap(\.detail)
    default: return 0
    }
    return bodies.reduce(0) { $0 + min($1.utf8.count, size) }
  }

  private func count(of part: PromptPart) -> Int {
    switch part {
    case .goals, .served: world.goals.count
    case .readings: world.readings.count
    case .workers: world.workers.count
    case .asks: openAsks.count
    default: 0
    }
  }

  /// Someone else's words behind bars, without secrets, which a cut could hide the half of.
  private func quoted(_ text: String, bytes limit: Int) -> String {
    Section.quoted(redaction.text(text), bytes: limit)
  }

  private func section(_ heading: String, quoting text: String, bytes limit: Int) -> Section {
    Section(heading, own: quoted(text, bytes: limit))
  }

  // MARK: What never changes, and what the human wants

  private var answer: Section {
    let brief = context.guide.brief
    return Section(
      "HOW TO ANSWER", own: MoveSchema.promptText + (brief.isEmpty ? "" : "\n\n\(brief)"))
  }

  private func goals(_ room: PromptRoom) -> Section {
    guard !world.goals.isEmpty else { return Section("GOALS", own: "none") }
    let isChanged = { (goal: Goal) in changed.contains(.init(.goal, goal.id.text)) }
    let (shown, left) = split(world.goals, room.goals, isFirst: isChanged)
    let bodies = shown.map { goal in
      let size = isChanged(goal) ? room.changedGoal : room.goal
      return "### goal \(goal.id)\n\(quoted(goal.body, bytes: size))"
    }
    return Section(
      "GOALS", own: (bodies + mark(left.map(\.id.text), "goals")).joined(separator: "\n\n"))
  }

  // MARK: What was observed

  private func readings(_ room: PromptRoom) -> Section {
    guard !world.readings.isEmpty else { return Section("READINGS", own: "none") }
    let isChanged = { (reading: Reading) in changed.contains(.init(.reading, reading.sensor.text)) }
    let (shown, left) = split(world.readings, room.readings, isFirst: isChanged)
    let bodies = shown.map { reading in
      isChanged(reading)
        ? text(of: reading, signal: room.changedSignal, detail: room.changedDetail)
        : text(of: reading, signal: room.signal, detail: room.detail)
    }
    return Section(
      "READINGS", own: (bodies + mark(left.map(\.sensor.text), "sensors")).joined(separator: "\n\n")
    )
  }

  private func text(of reading: Reading, signal: Int, detail: Int) -> String {
    let seen = said[reading.sensor] ?? ("null", nil)
    var lines = ["### sensor \(reading.sensor)", status(of: reading)]
    if !reading.description.isEmpty {
      lines.append(quoted(reading.description, bytes: PromptRoom.line))
    }
    if let failure = reading.hiddenFailure {
      lines.append(quoted("it fails now: \(failure)", bytes: PromptRoom.line))
    }
    lines.append(quoted("signal: \(seen.signal)", bytes: signal))
    guard let text = seen.detail else { return lines.joined(separator: "\n") }
    if detail > 0 {
      lines.append(quoted("detail: \(text)", bytes: detail))
    } else if !isShort {
      lines.append("[detail left out: \(text.utf8.count) bytes]")
    }
    return lines.joined(separator: "\n")
  }

  private func status(of reading: Reading) -> String {
    var line = "status \(reading.status.rawValue), since \(LocalTime(reading.changedAt).minuteText)"
    if reading.flaps { line += ", flapping: it changes too often" }
    if reading.trust != .internal { line += ", \(reading.trust.rawValue)" }
    return line
  }

  /// When each sensor looked, by the minute: apart from the readings, since it always changes.
  private func looks(_ room: PromptRoom) -> Section? {
    let lastAct = context.lastActAt
    var names: [Int: [String]] = [:]
    for reading in world.readings {
      guard let at = context.lookedAt[reading.sensor] else { continue }
      names[at, default: []].append(reading.sensor.text)
    }
    var lines: [(head: String, names: [String])] = []
    for (at, sensors) in names.sorted(by: { $0.key < $1.key }) {
      var head = LocalTime(at).minuteText
      if let lastAct, at < lastAct {
        head += ", older than the last act (\(LocalTime(lastAct).minuteText))"
      }
      if lines.last?.head == head {
        lines[lines.count - 1].names += sensors
      } else {
        lines.append((head, sensors))
      }
    }
    guard !lines.isEmpty else { return nil }
    let text = lines.map { "- \($0.head): \($0.names.joined(separator: ", "))" }
    return Section(
      "WHEN EACH SENSOR LOOKED",
      own: Untrusted.clipped(text.joined(separator: "\n"), bytes: room.looks))
  }

  // MARK: Workers, asks, the loop's own past

  private func workers(_ room: PromptRoom) -> Section {
    let alive = world.workers.count { $0.isAlive }
    var lines = ["\(alive) of at most \(context.maximumWorkers) are at work."]
    let (shown, left) = split(world.workers, room.workers) { worker in
      worker.isAlive || changed.contains(.init(.session, worker.id.text))
    }
    for worker in shown { lines += text(of: worker, report: room.report) }
    lines += mark(left.map(\.id.text), "workers")
    for parked in world.resting(now: context.now) {
      lines.append("Start no worker with a parked runner: \(parked.text).")
    }
    for loop in world.crashLoops(now: context.now).prefix(room.workers) {
      let until = loop.ask.map { "until \($0) is answered" } ?? "for now"
      lines.append("Start no worker for the goal \(loop.goal) \(until): its workers keep failing.")
    }
    return Section("WORKERS", own: lines.joined(separator: "\n"))
  }

  private func text(of worker: Worker, report: Int) -> [String] {
    let phase = world.isWaiting(worker) ? "waiting for an answer" : worker.state.text
    let goal = worker.goal.map { ", goal \($0)" } ?? ""
    let said = worker.saidDone.map { $0 ? ", said done" : ", said failed" } ?? ""
    let check = worker.verification.map { ", its check \($0.status)" } ?? ""
    let end = worker.endedAt.map { ", ended \(LocalTime($0).minuteText)" } ?? ""
    var lines = [
      "- \(worker.id): \(phase)\(goal)\(said)\(check),"
        + " started \(LocalTime(worker.startedAt).minuteText)\(end)"
    ]
    if case .stuck(let line) = worker.state, phase == worker.state.text {
      lines.append(quoted("its last line: \(line)", bytes: PromptRoom.line))
    }
    // The line above says what it and its check said.
    let isSaid = worker.saidDone == false || worker.verification?.isPassed == false
    if !isSaid, let why = worker.whyFailed(quoting: report) {
      lines.append(quoted("it failed: \(why)", bytes: report))
    } else if let trouble = worker.trouble {
      lines.append(quoted("trouble: \(trouble)", bytes: report))
    }
    if let text = worker.report { lines.append(quoted(text, bytes: report)) }
    if let check = worker.verification, !check.isPassed {
      lines.append(quoted("$ \(check.command)\n\(check.tail)", bytes: report))
    }
    return lines
  }

  /// Delivered pairs are history; the journal has them.
  private var openAsks: [Ask] {
    world.mailbox.asks.filter { !world.mailbox.isDelivered($0) }
  }

  private func mailbox(_ room: PromptRoom) -> Section {
    let open = openAsks
    guard !open.isEmpty else { return Section("ASKS AND ANSWERS", own: "none open") }
    let (shown, left) = split(open, room.asks) { ask in
      changed.contains(.init(.ask, ask.id.text)) || changed.contains(.init(.answer, ask.id.text))
    }
    let askers = world.askers
    let bodies = shown.map { ask in
      var lines = ["### ask \(ask.id)", quoted(ask.prompt, bytes: room.ask)]
      let asker = askers.of(ask)
      if let answer = world.mailbox.answers[ask.id] {
        lines += ["answered by the human:", quoted(answer.text, bytes: room.ask)]
      } else if asker.isAlive == false {
        lines.append(
          "no answer yet; one that still comes reaches you, since its worker has ended")
      } else {
        lines.append("waiting for the human")
      }
      lines.append("raised \(LocalTime(ask.raisedAt).minuteText), \(asker.text(ask))")
      return lines.joined(separator: "\n")
    }
    return Section(
      "ASKS AND ANSWERS",
      own: (bodies + mark(left.map(\.id.text), "asks")).joined(separator: "\n\n"))
  }

  static let leftOutHeading = "LEFT OUT"

  private static let leftOut = Section(
    leftOutHeading,
    own:
      "The whole prompt was too long for you. Left out: the details of the readings, when"
      + " each goal was last served, the journal, most of the last output, and the last failure.")

  private func served(_ room: PromptRoom) -> Section? {
    guard !world.goals.isEmpty else { return nil }
    let (shown, left) = split(world.goals, room.served) { _ in false }
    let lines = shown.map { goal in
      let last = context.served[goal.id.text].map { LocalTime($0).minuteText } ?? "never"
      return "- \(goal.id): \(last)"
    }
    return Section(
      "LAST SERVED, BY GOAL",
      own: (lines + mark(left.map(\.id.text), "goals")).joined(separator: "\n"))
  }

  /// Too long, it loses its oldest lines.
  private func journal(_ room: PromptRoom) -> Section {
    var size = 0
    let kept = context.journal.reversed().prefix { line in
      size += line.utf8.count + 1
      return size <= room.journal
    }
    guard kept.count < context.journal.count else {
      return section(
        "JOURNAL", quoting: context.journal.joined(separator: "\n"), bytes: room.journal)
    }
    let shown = kept.isEmpty ? context.journal.suffix(1) : Array(kept.reversed())
    let quoted = quoted(shown.joined(separator: "\n"), bytes: room.journal)
    let older = context.journal.count - shown.count
    return Section("JOURNAL", own: "[left out: \(older) older lines]\n\(quoted)")
  }

  private func changes(_ room: PromptRoom) -> Section {
    guard !context.changes.isEmpty else { return Section("WHAT CHANGED", own: "nothing") }
    let contents = Dictionary(
      world.readings.map { ($0.sensor.text, $0.content) }, uniquingKeysWith: { _, last in last })
    let lines = context.changes.entries.map { entry in
      let content = entry.name.kind == .reading ? contents[entry.name.name] ?? nil : nil
      let former = entry.before.flatMap { $0.isEmpty ? nil : $0 }
      let before = former.map { content?.difference(from: $0) ?? ", was: \($0)" }
      return "\(entry.kind.rawValue): \(entry.name)"
        + Untrusted.quoted(redaction.text(before ?? ""), bytes: PromptRoom.line)
    }
    return section("WHAT CHANGED", quoting: lines.joined(separator: "\n"), bytes: room.changes)
  }

  /// Too long, it loses its beginning: a command says last what became of it.
  private func output(_ room: PromptRoom) -> Section? {
    guard !world.outputs.isEmpty else { return nil }
    var texts: [String] = []
    // The newest first: those before it give way.
    for output in world.outputs.reversed() {
      let text = text(of: output, bytes: room.output / world.outputs.count)
      let size = texts.reduce(text.utf8.count) { $0 + $1.utf8.count + 1 }
      guard texts.isEmpty || size <= 2 * room.output - PromptRoom.line else { break }
      texts.append(text)
    }
    let left = world.outputs.count - texts.count
    if left > 0 { texts.append("[left out: \(left) earlier outputs; the journal has their lines]") }
    return section(
      "LAST OUTPUT", quoting: texts.reversed().joined(separator: "\n"), bytes: 2 * room.output)
  }

  private func text(of output: ShellOutput, bytes: Int) -> String {
    let command = Untrusted.clipped(redaction.text(output.command), bytes: bytes / 2)
    let tail = Untrusted.tail(redaction.text(output.tail), bytes: bytes)
    let end = output.endedAt == 0 ? "" : ", \(LocalTime(output.endedAt).minuteText)"
    return "$ \(command)\n\(tail)\n[it \(output.status)\(end)]"
  }

  private var underWay: Section? {
    let looked = Set(world.readings.map(\.sensor.text))
    let moves = context.underWay.moves.map { "the move \($0.name), since \(minute($0))" }
    let sensors = context.underWay.sensors.map {
      "the sensor \($0.name), since \(minute($0))"
        + (looked.contains($0.name) ? "" : "; no reading yet")
    }
    let lines = moves + sensors
    return lines.isEmpty
      ? nil
      : section("UNDER WAY", quoting: lines.joined(separator: "\n"), bytes: PromptRoom.underWay)
  }

  private func minute(_ entry: Activity.Entry) -> String { LocalTime(entry.since).minuteText }

  private func interrupted(_ room: PromptRoom) -> Section? {
    guard !world.interrupted.isEmpty else { return nil }
    let lines = world.interrupted.map { "\($0.id): \($0.move): \($0.fate)" }
    return section(
      "INTERRUPTED MOVES", quoting: lines.joined(separator: "\n"), bytes: room.interrupted)
  }

  private func problems(_ room: PromptRoom) -> Section? {
    guard !world.problems.isEmpty else { return nil }
    let lines = world.problems.map(\.description).joined(separator: "\n")
    return section("PROBLEMS", quoting: lines, bytes: room.problems)
  }

  private func failure(_ room: PromptRoom) -> Section? {
    context.lastFailure.map {
      section("LAST FAILURE", quoting: $0, bytes: room.failure)
    }
  }

  // MARK: The guide to sensors

  private var guide: Section? {
    guard !context.guide.whole.isEmpty, isSensorBeingWritten else { return nil }
    return Section("HOW TO WRITE A SENSOR", own: context.guide.whole)
  }

  /// A draft was refused, a sensor's files are broken, or what the human just said speaks of sensors.
  private var isSensorBeingWritten: Bool {
    let move = MoveName.writeSensor.rawValue
    if context.lastFailure?.contains(move) == true { return true }
    if world.outputs.contains(where: { $0.command.contains(move) }) { return true }
    if world.readings.contains(where: { $0.status == .invalid }) { return true }
    let words =
      world.goals.filter { changed.contains(.init(.goal, $0.id.text)) }.map(\.body)
      + world.mailbox.answers.filter { changed.contains(.init(.answer, $0.key.text)) }
      .map(\.value.text)
    return words.contains { $0.lowercased().contains("sensor") }
  }

  // MARK: -

  /// At most `limit` of `things`, in their order; those that come first where not all have room.
  private func split<Thing>(
    _ things: [Thing], _ limit: Int, isFirst: (Thing) -> Bool
  ) -> (shown: [Thing], left: [Thing]) {
    guard things.count > limit else { return (things, []) }
    let first = things.indices.filter { isFirst(things[$0]) }
    let others = things.indices.filter { !isFirst(things[$0]) }
    let kept = Set((first + others).prefix(limit))
    return (
      things.indices.filter(kept.contains).map { things[$0] },
      things.indices.filter { !kept.contains($0) }.map { things[$0] }
    )
  }

  /// What stands for those that had no room, with as many of their names as fit a few lines.
  private func mark(_ names: [String], _ kind: String) -> [String] {
    guard !names.isEmpty else { return [] }
    let list = names.joined(separator: " ")
    let some = list.utf8.count > 600 ? "\(list.prefix(600))…" : list
    return ["[left out: \(names.count) more \(kind): \(some)]"]
  }
}
