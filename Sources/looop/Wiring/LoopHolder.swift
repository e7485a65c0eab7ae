internal import Base
internal import Core

/// The process that keeps a verb from holding the loop, in words.
struct LoopHolder {
  private enum Kind {
    case pulse, beat
    /// A program that is not looop, or a looop of another data dir.
    case another(String)
    /// Of a container, or of another machine.
    case unseen
  }

  private let kind: Kind
  private let pid: Int32?
  private let lock: String

  init(_ wiring: Wiring) throws(LooopError) {
    lock = wiring.directory.lock
    let holder = try DirectoryLock.holder(lock)
    pid = holder.pid
    kind = Self.kind(holder, wiring)
  }

  private static func kind(_ holder: DirectoryLock.Holder, _ wiring: Wiring) -> Kind {
    if holder == .hidden { return .unseen }
    guard let pid = holder.pid else { return .pulse }
    if let program = LoopProcess.otherProgram(pid, than: wiring.directory.path) {
      return .another(program)
    }
    // By what it is: what it says of itself has the pid that it has in its own name space.
    switch LoopProcess.role(of: pid) {
    case .pulse, .starter: return .pulse
    case .beat: return .beat
    case .supervisor, .notifier, nil: break
    }
    do throws(LooopError) {
      return try Activity.last(wiring.directory)?.activity.pid == Int(pid) ? .pulse : .beat
    } catch {
      // What cannot be read does not show that it is no pulse.
      return .pulse
    }
  }

  /// As a part of a sentence; empty when it is not known.
  var pidText: String { Self.text(pid) }

  static func text(_ pid: Int32?) -> String { pid.map { " (pid \($0))" } ?? "" }

  /// Why nothing was done, where that is not because a pulse is up. `undone` is what was not done, and
  /// `again` what to run once it is over.
  func refusal(_ undone: String, again: String) -> LooopError? {
    switch kind {
    case .pulse: nil
    case .beat:
      LooopError(
        .pending, code: "E_BEAT", "\(undone): `looop beat`\(pidText) holds the loop.",
        hint: "Run `\(again)` again once it is over.")
    case .another(let program):
      Self.another(program, pid ?? 0, undone: undone, lock: lock, as: .pending)
    case .unseen:
      LooopError(
        .pending, code: "E_UNSEEN",
        "\(undone): a process that cannot be seen from here holds the loop, in a container"
          + " or on another machine.", hint: "`looop down` there ends it.")
    }
  }

  /// Throws when what signed the lock, though that is free, is no process of this loop. One
  /// that is ends by itself, since it has lost its lock.
  static func demandNoOther(_ wiring: Wiring, undone: String) throws(LooopError) {
    let directory = wiring.directory
    guard let pid = try DirectoryLock.holder(directory.lock).pid,
      let program = LoopProcess.otherProgram(pid, than: directory.path)
    else { return }
    throw another(program, pid, undone: undone, lock: directory.lock, as: .pending)
  }

  /// What is no process of this loop is left alone, whatever lock it has.
  static func another(
    _ program: String, _ pid: Int32, undone: String, lock: String,
    as kind: LooopError.Kind = .failed
  ) -> LooopError {
    LooopError(
      kind, code: "E_HELD",
      "\(undone): \(program) (pid \(pid)) holds the loop by a lock in \(AtomicFile.folder(of: lock)), and"
        + " is no process of this loop.",
      hint: "`ps -fp \(pid)` shows what it is, `kill \(pid)` ends it; looop ends only its own.")
  }
}
