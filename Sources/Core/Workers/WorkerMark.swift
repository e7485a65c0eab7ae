internal import Base

/// What the environment of one life of a worker, and of everything it starts, has in it.
struct WorkerMark {
  private let entries: [String]

  init(_ id: Identifier, _ generation: String) {
    entries = ["\(Marks.session)=\(id)", "\(Marks.generation)=\(generation)"]
  }

  func isOn(_ environment: [String]) -> Bool { entries.allSatisfy(environment.contains) }
}
