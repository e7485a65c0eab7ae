package import Base

/// The question to the runner: a pure function of the world, ordered from what never changes to
/// what always does, for the providers' prompt caches.
package struct Prompt: Sendable {
  /// What the prompt holds beside the world.
  package struct Context: Sendable {
    package var changes: Changes
    package var journal: [String]
    package var lastFailure: String?
    package var served: [String: Int]
    /// When each sensor last looked.
    package var lookedAt: [Identifier: Int] = [:]
    package var guide = SensorGuide()
    package var maximumWorkers: Int
    package var now: Int

    package init(
      changes: Changes, journal: [String], lastFailure: String?, served: [String: Int],
      maximumWorkers: Int, now: Int
    ) {
      self.changes = changes
      self.journal = journal
      self.lastFailure = lastFailure
      self.served = served
      self.maximumWorkers = maximumWorkers
      self.now = now
    }
  }

  /// The sections, in their order.
  enum Part: CaseIterable {
    case answer, playbook, goals, readings, workers, asks, leftOut, served, sensorGuide, journal
    case changes, output, interrupted, problems, failure, looks, now
  }

  /// The longest prompt there is.
  package static let limit = 256 << 10

  /// The short form leaves out what changes most and matters least, for a runner that found the
  /// whole too long. It is at most `limit` bytes long.
  package static func text(
    _ world: World, _ context: Context, isShort: Bool = false, limit: Int = limit
  ) -> String {
    let sections = PromptSections(world, context, isShort: isShort)
    var room = isShort ? PromptRoom.short : PromptRoom()
    let head = PromptTexts.constitution + "\n" + PromptTexts.instructions + "\n"
    let tail = "\nAnswer now with ONE move.\n"
    for step in PromptRoom.order {
      while sections.bytes(step, at: room[keyPath: step.size]) > limit,
        let smaller = sections.next(room[keyPath: step.size], step, to: step.floor)
      { room[keyPath: step.size] = smaller }
    }
    var parts: [Part: String] = [:]
    for part in Part.allCases { parts[part] = sections.text(of: part, room) }
    var size = parts.values.reduce(head.utf8.count + tail.utf8.count) { $0 + $1.utf8.count + 1 }
    let rounds = [1, PromptRoom.lastResort].flatMap { divisor in
      PromptRoom.order.map { (step: $0, floor: $0.floor / divisor) }
    }
    for (step, floor) in rounds {
      while size > limit, let smaller = sections.next(room[keyPath: step.size], step, to: floor) {
        room[keyPath: step.size] = smaller
        let former = parts[step.part]?.utf8.count ?? 0
        parts[step.part] = sections.text(of: step.part, room)
        size += (parts[step.part]?.utf8.count ?? 0) - former
      }
    }
    return head + Part.allCases.compactMap { parts[$0] }.joined(separator: "\n") + tail
  }
}

/// How to write a sensor: in short for every prompt, and the whole for when one is being written.
package struct SensorGuide: Sendable, Equatable {
  package var brief = ""
  package var whole = ""

  package init(brief: String = "", whole: String = "") {
    self.brief = brief
    self.whole = whole
  }
}
