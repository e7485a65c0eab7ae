internal import Base

/// One place at which the world changed, as the log tells it.
struct ChangedPlace: Equatable {
  /// So many of one wake go into the log.
  static let mostTold = 12
  /// So many of one reading.
  fileprivate static let most = 4
  fileprivate static let mostBytes = 120

  let item: Item.Name
  let kind: Changes.Entry.Kind
  /// Where in the content of a reading, as a JSON Pointer.
  var pointer: String?
  /// What was there, and what is there now; nil when that is not known or nothing.
  var from: String?
  var to: String?
}

extension ChangedPlace: Shaped {
  static let shape = Shape<ChangedPlace> { field in
    field("item", \.item.text, "the item, as in `goal/ship` or `reading/disk`")
    field("change", \.kind.rawValue, "`new`, `changed` or `gone`")
    field(optional: "sensor", \.sensor, "of a reading: the sensor")
    field(
      optional: "pointer", \.pointer,
      "of a reading: where it changed, a JSON Pointer into its status and signal")
    field(optional: "from", \.from, "what was there, clipped; left out when that is not known")
    field(optional: "to", \.to, "what is there now, clipped")
  }

  private var sensor: String? { item.kind == .reading ? item.name : nil }
}

extension Changes {
  /// Where the world that they led to differs, in their order. Problems name their files below `folder`,
  /// so that a clip leaves the name.
  func places(in world: World, below folder: String, _ redaction: Redaction) -> [ChangedPlace] {
    entries.flatMap { $0.places(in: world, below: folder, redaction) }
  }
}

extension Changes.Entry {
  fileprivate func places(in world: World, below folder: String, _ redaction: Redaction)
    -> [ChangedPlace]
  {
    if name.kind == .reading, kind == .changed, let found = readingPlaces(in: world, redaction) {
      return found
    }
    // In the baseline of a new data dir its sensor has an empty content, to be compared with nothing.
    let isFirst = name.kind == .reading && before?.isEmpty == true
    var place = ChangedPlace(item: name, kind: isFirst ? .new : kind)
    let shown = { (content: String) in
      words(name.kind == .problem ? content.replacing("\(folder)/", with: "") : content, redaction)
    }
    place.from = isRecord || isFirst ? nil : before.map(shown)
    place.to = kind == .gone ? nil : content(in: world).map(shown)
    return [place]
  }

  /// Nil when the former content was too long to be kept.
  private func readingPlaces(
    in world: World, _ redaction: Redaction
  ) -> [ChangedPlace]? {
    guard let before, let former = try? JSONParser.parse(Array(before.utf8)),
      let now = world.readings.first(where: { $0.sensor.text == name.name })?.content?.json
    else { return nil }
    return JSONDifference.pointers(former, now).prefix(ChangedPlace.most).map { text in
      let pointer = JSONPointer(text)
      var place = ChangedPlace(item: name, kind: kind, pointer: text)
      place.from = pointer?.value(in: former).map { Self.clipped(redaction.value($0)) }
      place.to = pointer?.value(in: now).map { Self.clipped(redaction.value($0)) }
      return place
    }
  }

  /// What the item has now, as a person would say it.
  private func content(in world: World) -> String? {
    switch name.kind {
    case .playbook: return world.playbook
    case .goal: return world.goals.first { $0.id.text == name.name }?.body
    case .reading:
      let content = world.readings.first { $0.sensor.text == name.name }?.content
      return content.map { JSONWriter.text($0.json) }
    case .ask: return world.mailbox.asks.first { $0.id.text == name.name }?.prompt
    case .answer: return AskID(name.name).flatMap { world.mailbox.answers[$0] }?.text
    case .output:
      let output = world.outputs.first { Item.output($0).name == name }
      return output.map { "\($0.command): \($0.status)" }
    case .session:
      let worker = world.workers.first { $0.id.text == name.name }
      return worker.flatMap {
        Item.session($0, isWaiting: world.isWaiting($0)).fingerprint.literal
      }
    case .interrupted: return world.interrupted.first { $0.id == name.name }?.fate
    case .problem:
      return world.problems.first { Item.name(ofProblem: $0.message) == name.name }?.message
    }
  }

  /// What the baseline has of these is no text for a person.
  private var isRecord: Bool {
    switch name.kind {
    case .ask, .answer, .output: true
    case .playbook, .goal, .reading, .session, .interrupted, .problem: false
    }
  }

  private func words(_ content: String, _ redaction: Redaction) -> String {
    // Of a session, behind the name of that life.
    let words = name.kind == .session ? String(content.drop { $0 != " " }.dropFirst()) : content
    return Self.clipped(redaction.text(words))
  }

  private static func clipped(_ value: JSONValue) -> String { clipped(JSONWriter.text(value)) }

  private static func clipped(_ text: String) -> String {
    Untrusted.quoted(text, bytes: ChangedPlace.mostBytes)
  }
}
