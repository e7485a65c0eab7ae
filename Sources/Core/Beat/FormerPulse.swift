package import Base

/// What a pulse, or a beat by hand, that was killed left behind. For whoever holds the loop's lock now.
package struct FormerPulse {
  private let loop: Loop

  package init(_ loop: Loop) { self.loop = loop }

  private var directory: DataDirectory { loop.directory }

  /// Ends its sensors, its call and its command, and what the agents of lost workers left running, and
  /// tells so. Two agents must not decide side by side: throws when that cannot be looked for, unless
  /// the machine shows no process at all.
  package func sweep() throws(LooopError) {
    tellLoss()
    var count = 0
    do throws(LooopError) {
      count = try MarkedProcesses.endLeftBehind(
        dataDirectory: directory.path, having: [Marks.run])
    } catch {
      guard error.code == "E_PROC" else { throw error }
      loop.store.report(
        "What a pulse that was killed left running was not looked for: \(error.message)")
    }
    if count > 0 { loop.events.append("pulse.swept", ["processes": .int(count)]) }
    try loop.fleet.sweepLost()
  }

  /// Tells the end of a pulse that could not, once.
  private func tellLoss() {
    guard let last = (try? Activity.last(directory)) ?? nil, let pid = last.activity.lostPulse
    else { return }
    var fields: JSONObject = ["pid": .int(pid)]
    let said = ((try? AtomicFile.readText(directory.pulseErrors)) ?? nil) ?? ""
    if !said.isEmpty {
      fields["message"] = loop.events.words(said)
      // They are not those of a pulse in the foreground that is killed next.
      Folder.remove(directory.pulseErrors)
    }
    loop.events.append("pulse.lost", fields)
    var told = last.activity
    told.isStopping = true
    // When this cannot be written the next one tells it again.
    try? told.save(directory, beatAt: last.beatAt)
  }
}

extension Activity {
  /// The pid of a pulse that did not say its last word; only where no process holds the loop.
  var lostPulse: Int? { pid != 0 && !isStopping ? pid : nil }
}
