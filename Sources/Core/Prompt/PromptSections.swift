internal import Base

/// The sections of one prompt, each as long as the room says.
struct PromptSections {
  let world: World
  let context: PromptContext
  let isShort: Bool
  let redaction: Redaction
  let changed: Set<Item.Name>
  /// What each sensor said, as text.
  let said: [Identifier: (signal: String, detail: String?)]

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
  func quoted(_ text: String, bytes limit: Int) -> String {
    Section.quoted(redaction.text(text), bytes: limit)
  }

  func section(_ heading: String, quoting text: String, bytes limit: Int) -> Section {
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

  static let leftOutHeading = "LEFT OUT"

  private static let leftOut = Section(
    leftOutHeading,
    own:
      "The whole prompt was too long for you. Left out: the details of the readings, when"
      + " each goal was last served, the journal, most of the last output, and the last failure.")

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
  func split<Thing>(
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
  func mark(_ names: [String], _ kind: String) -> [String] {
    guard !names.isEmpty else { return [] }
    let list = names.joined(separator: " ")
    let some = list.utf8.count > 600 ? "\(list.prefix(600))…" : list
    return ["[left out: \(names.count) more \(kind): \(some)]"]
  }
}
