internal import Base
internal import Core

/// What a person probably meant by an id that names nothing.
extension Wiring {
  /// The ask that was typed; throws `E_ID` with the nearest that waits.
  func askID(_ text: String) throws(LooopError) -> AskID {
    do throws(LooopError) { return try AskID(typed: text) } catch {
      // Of a data dir that cannot be read the verb says more.
      let pending = (try? loop.mailbox.contents().pending.map(\.id.text)) ?? []
      throw error.with(hint: Nearest.match(text, in: pending).map { "Did you mean '\($0)'?" })
    }
  }

  /// For a verb that looks for what concerns a goal or a worker and found nothing: says which id names
  /// nothing, and what is near. Empty for those that are known, or were.
  func unknownNotes(goal: Identifier?, worker: Identifier? = nil) -> [String] {
    // What cannot be read is not called unknown.
    let errors = [try? unknown(goal: goal), try? unknown(worker: worker)].compactMap(\.self)
    return errors.map { "looop: \($0.message) \($0.hint ?? "")" }
  }

  private func unknown(goal: Identifier?) throws(LooopError) -> LooopError? {
    guard let goal, try loop.goals.goal(goal) == nil, try !loop.goals.isArchived(goal) else {
      return nil
    }
    return try noGoal(goal)
  }

  private func unknown(worker: Identifier?) throws(LooopError) -> LooopError? {
    guard let worker, try loop.fleet.worker(worker) == nil else { return nil }
    return try unknownWorker(worker)
  }
}
