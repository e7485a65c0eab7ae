internal import Base
internal import Core

/// What a verb that starts, stops or holds the loop says of how things stand then.
struct StandingNotes {
  private let outlook: Outlook

  private init(_ outlook: Outlook) { self.outlook = outlook }

  /// Prints what `lines` makes of them. The act is done by then: what cannot be read is reported, and
  /// does not make the verb fail.
  static func say(_ wiring: Wiring, _ lines: (StandingNotes) -> [String]) {
    noting { () throws(LooopError) in
      let outlook = try wiring.sightings.once { () throws(LooopError) in
        try StateReport(wiring).outlook
      }
      for line in lines(StandingNotes(outlook)) { Console.say(wiring.redacted(line)) }
    }
  }

  /// What `say` says of the act that is done.
  static func noting(_ say: () throws(LooopError) -> Void) {
    do throws(LooopError) { try say() } catch {
      Console.note(
        "looop: how the loop stands could not be read: \(Untrusted.visible(error.message))")
    }
  }

  private var words: OutlookRender { OutlookRender(outlook) }

  /// After `up`; `isNew` when it started the pulse just now.
  func afterUp(isNew: Bool) -> [String] {
    if let silent = words.notAnswering { return ["it does not answer: \(silent)"] + words.approved }
    if outlook.phase == .blocked { return [words.wait].compactMap(\.self) + words.approved }
    var lines = outlook.isPaused ? ["paused: nothing is decided until `looop resume`"] : []
    lines += words.approved
    guard isNew, !outlook.isPaused, outlook.approved.isEmpty else { return lines }
    switch outlook.verdict {
    case .skip(.settingUp): lines.append(words.settingUp)
    case .skip(.unchanged):
      lines.append(
        outlook.hasDecided
          ? "the world is unchanged since the last decision; `looop goal write NAME TEXT` says what"
            + " you want next"
          : words.settingUp)
    case .skip, .decide, .runApproved, nil:
      // What keeps it from deciding is worth a word; what it does shows by itself.
      if let reason = words.wait { lines.append(reason) }
    }
    return lines
  }

  /// After `down`.
  var held: [String] { words.approved }

  var afterResume: [String] {
    let blocked = outlook.phase == .blocked ? words.wait : nil
    return (isDown ? ["the pulse is down (start it with `looop up`)"] : [])
      + [blocked].compactMap(\.self) + words.approved
  }

  /// After `pause`: what stands still from now on, and what does not.
  var afterPause: [String] {
    guard let activity = outlook.activity, outlook.silence == nil else { return words.approved }
    var lines: [String] = []
    if let call = activity.deciding {
      lines.append("\(call.name) is being asked; a move that it decides on now is dropped")
    }
    lines += activity.moves.map {
      "goes on: " + Untrusted.clipped(Untrusted.oneLine($0.name), bytes: 160)
    }
    return lines + words.approved
  }

  private var isDown: Bool { outlook.holder == .free }
}
