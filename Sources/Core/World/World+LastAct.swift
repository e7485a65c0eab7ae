extension World {
  /// Nil for none.
  func lastAct(_ state: PulseState, now: Int) -> LastAct? {
    var acts = workers.compactMap { worker in
      worker.endedAt.map {
        LastAct(at: $0, mark: "\(worker.id) \(worker.generation)", isOwn: false)
      }
    }
    acts.append(LastAct(at: state.actedAt, mark: "\(state.acts)", isOwn: true))
    acts.append(LastAct(at: state.approvedAt, mark: "\(state.acts)", isOwn: false))
    // What lies ahead was before the clock was set back.
    guard let last = acts.filter({ $0.at > 0 && $0.at <= now }).map(\.at).max() else { return nil }
    let latest = acts.filter { $0.at == last }
    return LastAct(
      at: last, mark: latest.map(\.mark).joined(separator: ", "),
      isOwn: latest.allSatisfy(\.isOwn))
  }
}
