internal import Base

extension Executor {
  func writeGoal(_ id: Identifier, _ body: String) throws(LooopError) -> Effect {
    try loop.goals.write(id, body, by: .loop)
    return Effect(patch: .init(written: [Item.goal(id, body: Goals.text(body))]))
  }
}
