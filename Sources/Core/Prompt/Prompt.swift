internal import Base

/// The question to the runner: a pure function of the world, ordered from what never changes to
/// what always does, for the providers' prompt caches.
package struct Prompt: Sendable {
  package typealias Context = PromptContext

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
    var parts: [PromptPart: String] = [:]
    for part in PromptPart.allCases { parts[part] = sections.text(of: part, room) }
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
    return head + PromptPart.allCases.compactMap { parts[$0] }.joined(separator: "\n") + tail
  }
}
