internal import Base
internal import Core

/// A notifier, as `state` has it.
struct NotifierRow: Shaped, Equatable {
  enum State: String, CaseIterable, JSONWritable {
    case up
    /// It was killed, or a fault ended it.
    case lost
  }

  let state: State
  let status: NotifierStatus

  static let shape = Shape<NotifierRow> { field in
    field("name", \.status.name, "its name")
    field("state", \.state, "`lost` when it was killed, or a fault ended it")
    field("pid", \.status.pid, "its process")
    field("since", \.status.since, "when it began")
    field("sent", \.status.sent, "how many notifications it has sent since")
    field("last_sent", \.status.lastSentAt, "when it sent the last one")
    field("failing_since", \.status.failingSince, "since when nothing could be sent")
    field("failure", { $0.status.failure.map(Untrusted.oneLine) }, "why")
    field("deaf", { $0.status.deafness.map(Untrusted.oneLine) }, "why no reply can be heard")
  }
}

/// The notifiers of a loop that are up, or should be.
enum NotifierRows {
  /// One that was ended on purpose is left out.
  static func read(
    _ directory: DataDirectory, noting problems: inout [LooopError]
  ) -> [NotifierRow] {
    var rows: [NotifierRow] = []
    do throws(LooopError) {
      for folder in try NotifierFolder.all(directory) {
        let read = try Record.noting(&problems) { () throws(LooopError) in try folder.read() }
        guard let (said, standing) = read else { continue }
        var status = said
        switch standing {
        case .ended: continue
        case .lost: rows.append(NotifierRow(state: .lost, status: status))
        case .up(let pid):
          // In a container it has another pid for itself.
          status.pid = pid.map(Int.init) ?? status.pid
          rows.append(NotifierRow(state: .up, status: status))
        }
      }
    } catch { problems.append(error) }
    return rows
  }

  static func text(_ row: NotifierRow, now: Int) -> String {
    let status = row.status
    guard row.state == .up else {
      return "\(status.name) is down: it was killed, or a fault ended it"
        + " (`looop up --notify \(status.name)`, if it is a preset)"
    }
    var parts = ["\(status.name) up (pid \(status.pid))", "\(status.sent) sent"]
    if let since = status.failingSince {
      let failure = Untrusted.quoted(status.failure ?? "", bytes: 200)
      parts.append("FAILING for \(Duration.seconds(max(now - since, 0)).text): \(failure)")
    }
    if let deafness = status.deafness {
      parts.append("hears no reply: \(Untrusted.quoted(deafness, bytes: 200))")
    }
    return parts.joined(separator: ", ")
  }
}
