internal import Base
internal import Core

/// The clock of this machine, and its time zone.
enum ClockChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "clock",
      [
        DoctorCheck(
          "records", looksAt: "events and ledger lines of the future: the clock was set back",
          probe: recordFacts, judge: records),
        DoctorCheck(
          "zone", looksAt: "whether the time zone can be read",
          probe: { ZoneFacts(problem: ZoneFile.problem(in: $0.environment)) }, judge: zone),
      ])
  }

  // MARK: records

  struct RecordFacts: Equatable {
    let now: Int
    /// The latest time in each, in seconds since 1970; nil for a file without lines.
    var event: Int?
    var ledger: Int?
  }

  private static func recordFacts(_ patient: Patient) throws(LooopError) -> RecordFacts {
    let directory = patient.directory
    let months = try Folder.names(in: directory.ledger)?.filter { $0.hasSuffix(".jsonl") }
    return RecordFacts(
      now: patient.now, event: try latest(directory.events, "ts"),
      ledger: try months?.last.map { month throws(LooopError) in
        try latest("\(directory.ledger)/\(month)", "at")
      } ?? nil)
  }

  /// So many lines at the end of a log are looked at.
  private static let linesRead = 100

  private static func latest(_ path: String, _ member: String) throws(LooopError) -> Int? {
    var latest: Int?
    var left = linesRead
    try BackwardLines.read(path, longest: BackwardLines.longestOwn) { line in
      left -= 1
      // A torn line has no time.
      let object = try? JSONParser.parseObject(Array(line.bytes))
      if let time = object?[member]?.int { latest = max(latest ?? time, time) }
      return left > 0
    }
    return latest
  }

  /// Clocks of processes that write at once may differ by so many seconds.
  private static let skew = 60

  static func records(_ facts: RecordFacts) -> [DoctorFinding] {
    let shown = LocalTime(facts.now).minuteText
    let ahead = [("events.jsonl", facts.event), ("the ledger", facts.ledger)].compactMap {
      name, time -> String? in
      guard let time, time > facts.now + skew else { return nil }
      return "\(name) has a line of \(LocalTime(time).minuteText)"
    }
    guard !ahead.isEmpty else { return [.ok("it is \(shown), and no record is of the future")] }
    return [
      .warn(
        "It is \(shown), and \(ahead.joined(separator: ", ")): the clock was set back, or is wrong.",
        mend: "Set the clock. The lines stay; what they say of the budget counts until then.")
    ]
  }

  // MARK: zone

  struct ZoneFacts: Equatable {
    var problem: LooopError?
  }

  static func zone(_ facts: ZoneFacts) -> [DoctorFinding] {
    facts.problem.map { [.warn($0)] } ?? [.ok("can be read")]
  }
}
