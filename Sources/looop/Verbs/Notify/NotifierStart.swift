internal import Base
internal import Core

/// Starts a notifier beside the pulse: a process of its own, which neither started nor ends the other.
enum NotifierStart {
  /// Throws when it cannot run, before anything is started.
  static func check(_ names: [String], _ wiring: Wiring) throws(LooopError) {
    for name in names { _ = try NotifierSetup(wiring, preset: name) }
  }

  /// Returns what to say.
  static func start(_ text: String, _ wiring: Wiring) throws(LooopError) -> String {
    let setup = try NotifierSetup(wiring, preset: text)
    let folder = NotifierFolder(wiring.directory, setup.name)
    try Folder.create(folder.path)
    guard let lock = try DirectoryLock.acquire(folder.lock) else {
      let pid = LoopHolder.text(try DirectoryLock.holder(folder.lock).pid)
      return "the notifier \(setup.name) is already up\(pid)"
    }
    let words = ["notify", "--preset", setup.name.text, "--detached"]
    guard let pid = try wiring.startDetached(words, holding: lock, errors: folder.errors) else {
      let said = Untrusted.oneLine(wiring.redacted(try AtomicFile.readText(folder.errors) ?? ""))
      throw LooopError(
        .failed, code: "E_NOTIFIER",
        "The notifier \(setup.name) did not start: \(said.isEmpty ? "it gave no reason" : said)",
        hint: "Try `looop notify --preset \(setup.name) --test`.")
    }
    return "the notifier \(setup.name) is up (pid \(pid))"
  }

  static func isUp(_ name: Identifier, pid: Int32?) -> LooopError {
    LooopError(
      .pending, code: "E_NOTIFIER_UP",
      "The notifier \(name) is up already\(LoopHolder.text(pid)); two would send everything twice.",
      hint: "`kill` ends that one, `looop down` the pulse too; --name tells two commands apart.")
  }
}
