internal import Base

extension Executor {
  func writePlaybook(_ body: String) throws(LooopError) -> Effect {
    try loop.playbook.write(body, by: .loop)
    return Effect(patch: .init(written: [Item(.playbook, "PLAYBOOK", content: Goals.text(body))]))
  }
}
