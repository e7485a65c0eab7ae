internal import Base
internal import Core

/// Keeps the loop's own children from speaking for the human: they may ask and report, never answer
/// or steer. It guards against confusion and injection, not against a hostile process of the same
/// user (docs/security.md).
struct Fence {
  let wiring: Wiring

  func check(_ entry: VerbEntry) throws(LooopError) {
    guard !entry.isAllowedInside, try isInside() else { return }
    throw LooopError(
      .notAllowed, code: "E_INSIDE",
      "`looop \(entry.name)` is for the human; this process was started by the loop itself.",
      hint:
        "From inside the loop use `looop ask`, `looop done`, `looop state`, `looop asks` or `looop push`."
    )
  }

  /// By the marks in the environment, or by a parent that is a pulse or a supervisor.
  private func isInside() throws(LooopError) -> Bool {
    if Marks.isInside(wiring.environment) { return true }
    var keepers = try wiring.loop.fleet.supervisors()
    if let pulse = try DirectoryLock.holder(wiring.directory.lock) { keepers.insert(pulse) }
    guard !keepers.isEmpty else { return false }
    return !keepers.isDisjoint(with: Ancestry.pids())
  }
}
