internal import Base

/// The mark in the environment of one life of a worker and of everything that it starts.
struct WorkerMark {
  private let entries: [String]

  init(_ id: Identifier, _ generation: String) {
    entries = ["\(Marks.session)=\(id)", "\(Marks.generation)=\(generation)"]
  }

  func isOn(_ environment: [String]) -> Bool { entries.allSatisfy(environment.contains) }
}
