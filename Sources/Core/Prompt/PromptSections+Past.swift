internal import Base

/// What happened and what came of it.
extension PromptSections {
  func served(_ room: PromptRoom) -> Section? {
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
  func journal(_ room: PromptRoom) -> Section {
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

  func changes(_ room: PromptRoom) -> Section {
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
  func output(_ room: PromptRoom) -> Section? {
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

  var underWay: Section? {
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

  func interrupted(_ room: PromptRoom) -> Section? {
    guard !world.interrupted.isEmpty else { return nil }
    let lines = world.interrupted.map { "\($0.id): \($0.move): \($0.fate)" }
    return section(
      "INTERRUPTED MOVES", quoting: lines.joined(separator: "\n"), bytes: room.interrupted)
  }

  func problems(_ room: PromptRoom) -> Section? {
    guard !world.problems.isEmpty else { return nil }
    let lines = world.problems.map(\.description).joined(separator: "\n")
    return section("PROBLEMS", quoting: lines, bytes: room.problems)
  }

  func failure(_ room: PromptRoom) -> Section? {
    context.lastFailure.map {
      section("LAST FAILURE", quoting: $0, bytes: room.failure)
    }
  }
}
