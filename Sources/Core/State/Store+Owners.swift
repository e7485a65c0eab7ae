package import Base

/// Who decides what is in the data dir: only the user whose loop it is, and root.
extension Store {
  /// Why this user's loop should not work here; nil when it may.
  package var ownerProblem: LooopError? {
    isChecked ? sightings.once { problemNow } : nil
  }

  private var problemNow: LooopError? {
    let path = directory.path
    let judged = Ownership(of: path, sightings)
    if let problem = judged.problem(ofOwn: path) { return problem }
    do throws(LooopError) {
      guard let root = try Folder.links(in: path).map(Set.init) else { return nil }
      let links = Set(root.map { "\(path)/\($0)" })
      let own = directory.folders.dropFirst().filter(links.contains)
      let steering = try directory.links(amid: root).subtracting(own).filter { !isSensor($0) }
        .sorted()
      let problem =
        own.firstResult { Ownership(of: $0, sightings).problem(ofOwn: $0) }
        ?? steering.firstResult { self.problem(of: $0) }
      // Below a folder of one's own modes do not matter.
      guard problem == nil, judged.canBeEntered else { return problem }
      return try problemInside()
    } catch {
      // What cannot be listed may be anybody's.
      return error
    }
  }

  /// Why this user should write nothing here, not even to stop the loop.
  package var foreignProblem: LooopError? {
    isChecked ? Ownership(of: directory.path, sightings).foreign(directory.path) : nil
  }

  package var isChecked: Bool { !Ownership.isSwitchedOff(in: process.environment) }

  private func problem(of path: String) -> LooopError? { Ownership.problem(of: path, sightings) }

  /// Each sensor is judged, and left out, by itself.
  private func isSensor(_ path: String) -> Bool {
    path == directory.sensors || path.hasPrefix(directory.sensors + "/")
  }

  /// Where others can enter the data dir, what they may write in it.
  private func problemInside() throws(LooopError) -> LooopError? {
    let goals = try Folder.names(in: directory.goals) ?? []
    let files =
      [directory.playbook, directory.formatFile, directory.pulseState, directory.baseline]
      + goals.map { "\(directory.goals)/\($0)" }
    return (directory.folders.dropFirst().filter { $0 != directory.sensors } + files)
      .firstResult(problem)
  }
}
