internal import Base

/// What was observed.
extension PromptSections {
  func readings(_ room: PromptRoom) -> Section {
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
  func looks(_ room: PromptRoom) -> Section? {
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
}
