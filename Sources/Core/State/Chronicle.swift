package import Base

/// Tells what was done: an event for programs and, of what a human did, a line in the journal.
///
/// The act is done by then and on the disk: nothing here undoes it or makes it fail.
package struct Chronicle: Sendable {
  private let store: Store

  package init(_ store: Store) { self.store = store }

  /// `line` follows the name of what was done in the journal, as in `goal ship written by ada via
  /// /dev/pts/3 (sha256 …)`: it is made with who did it.
  package func tell(
    _ code: String, _ fields: JSONObject = [:], by actor: Actor,
    line: ((_ byline: String) -> String)? = nil
  ) {
    var fields = fields
    fields["by"] = .string(actor.rawValue)
    let author = actor == .human ? store.process.author() : nil
    if let author { fields["who"] = .string(author.text) }
    store.events.append(code, fields)
    if let author, let line { journal(line("by \(author.text)")) }
  }

  /// A line that could not be written is reported, and kept as an event at least.
  /// `event` is the code of one that tells the same.
  package func journal(_ line: String, toldBy event: String? = nil) {
    do throws(LooopError) { try store.journal.append(line, toldBy: event) } catch {
      store.events.append(
        "journal.unwritten", ["text": store.events.words(line), "message": .string(error.message)])
      store.report("This was done, and the journal could not be written: \(error.message)")
    }
  }
}

extension Store {
  package var events: EventLog {
    EventLog(directory: directory, clock: clock, secrets: secrets)
  }
  package var journal: Journal { Journal(self) }
  package var chronicle: Chronicle { Chronicle(self) }
}
