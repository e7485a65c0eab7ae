package import Base

/// The check of a worker's work, run once after it ended: `verify/<id>.json`.
package struct Verification: Sendable, Equatable {
  static let limit = Duration.minutes(1)
  /// How much of the check's output is kept, in bytes.
  static let tailKept = 4 << 10

  package var command: String
  package var isPassed: Bool
  /// How it ended, as in "exited with code 1".
  package var status: String
  /// The end of what it printed.
  package var tail: String
  /// Whether looop was stopped before the check ended.
  var wasStopped = false

  static func run(
    _ command: String, environment: [String: String], workingDirectory: String,
    children: ChildGroup, redaction: Redaction
  ) -> Verification {
    let result = children.run(
      Command(
        arguments: Command.shell(command),
        environment: Unasked.hardened(environment, running: command),
        workingDirectory: workingDirectory, capture: .tail(tailKept + Redaction.margin),
        mergesStandardError: true, deadline: limit))
    return Verification(
      command: command, isPassed: result.status.isSuccess, status: result.status.text,
      tail: redaction.tail(of: result.output, bytes: tailKept),
      wasStopped: result.status == .interrupted)
  }

  func record(generation: String, at now: Int) -> JSONValue {
    VerdictRecord(generation: generation, verification: self, at: now).json
  }

  /// The verdict on this life of the worker; nil when there is none.
  static func read(_ path: String, generation: String) throws(LooopError) -> Verification? {
    guard let object = try Record.read(path), let record = try? VerdictRecord(object),
      record.generation == generation
    else { return nil }
    return record.verification
  }
}

extension Verification: Shaped {
  /// As `state --json` and `worker list --json` show it.
  package static let shape = Shape<Verification> { field in
    field("ok", \.isPassed, "whether it passed")
    field("status", \.status, "how it ended, in words")
    field("tail", \.tail, "the end of what it printed")
  }
}

/// `verify/<id>.json`.
struct VerdictRecord: ShapedRecord {
  var generation: String
  var verification: Verification
  var at: Int

  static let blank = VerdictRecord(
    generation: "", verification: Verification(command: "", isPassed: false, status: "", tail: ""),
    at: 0)

  static let shape = Shape<VerdictRecord> { field in
    field.version()
    field(needed: "generation", \.generation, "the life of the worker that was checked")
    field("cmd", \.verification.command, "the check")
    field.part(Verification.shape, \.verification)
    field("ts", \.at, "when it ended")
  }
}
