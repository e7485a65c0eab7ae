internal import Base

extension Executor {
  func archiveGoal(_ id: Identifier) throws(LooopError) -> Effect {
    guard try loop.goals.archive(id, by: .loop) else {
      throw LooopError(.badData, code: "E_GOAL_UNKNOWN", "There is no goal \(id) to archive.")
    }
    return Effect(patch: .init(removed: [Item.Name(.goal, id.text)]))
  }
}
