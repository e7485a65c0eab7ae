extension World {
  /// Nil for none.
  func lastAct(_ state: PulseState, now: Int) -> LastAct? {
    var acts = workers.compactMap { worker in
      worker.endedAt.map {
        LastAct(at: $0, mark: "\(worker.id) \(worker.generation)", pace: .worker)
      }
    }
    acts.append(LastAct(at: state.actedAt, mark: "\(state.acts)", pace: .loop))
    acts.append(LastAct(at: state.approvedAt, mark: "\(state.acts)", pace: .human))
    // What lies ahead was before the clock was set back.
    acts.removeAll { $0.at <= 0 || $0.at > now }
    guard let last = acts.map(\.at).max() else { return nil }
    let latest = acts.filter { $0.at == last }
    return LastAct(
      at: last, mark: latest.map(\.mark).joined(separator: ", "),
      pace: latest.map(\.pace).min { $0.rawValue < $1.rawValue } ?? .loop)
  }
}
