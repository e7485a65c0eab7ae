internal import Base

/// The check of a worker's work, run once after it ended: `verify/<id>.json`.
package struct Verification: Sendable, Equatable {
  static let limit = Duration.minutes(1)
  /// Bytes of the check's output that are kept.
  static let tailKept = 4 << 10

  package let command: String
  package let isPassed: Bool
  /// "exited with code 1".
  package let status: String
  /// The end of what it printed.
  package let tail: String
  /// Whether looop was told to stop before the check had ended.
  var wasStopped = false

  static func run(
    _ command: String, environment: [String: String], workingDirectory: String,
    children: ChildGroup
  ) -> Verification {
    let result = children.run(
      Command(
        arguments: Command.shell(command), environment: environment,
        workingDirectory: workingDirectory, capture: .tail(tailKept), mergesStandardError: true,
        deadline: limit))
    return Verification(
      command: command, isPassed: result.status.isSuccess, status: result.status.text,
      tail: String(decoding: result.output, as: UTF8.self),
      wasStopped: result.status == .interrupted)
  }

  func record(generation: String, at now: Int) -> JSONValue {
    [
      "v": 1, "generation": .string(generation), "cmd": .string(command), "ok": .bool(isPassed),
      "status": .string(status), "tail": .string(tail), "ts": .int(now),
    ]
  }

  /// The verdict on that life of the worker; nil when there is none.
  static func read(_ path: String, generation: String) throws(LooopError) -> Verification? {
    guard let record = try Record.read(path), record["generation"]?.string == generation else {
      return nil
    }
    return Verification(
      command: record["cmd"]?.string ?? "", isPassed: record["ok"]?.bool ?? false,
      status: record["status"]?.string ?? "", tail: record["tail"]?.string ?? "")
  }
}
