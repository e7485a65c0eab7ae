internal import Base
internal import Core

/// What a case expects of a run: `expected.json`. Members it leaves out are not compared.
struct CaseExpectation: Equatable {
  private let status: Observation.Status
  private let exit, signal, detail: JSONValue?
  /// Text that `detail.error` must contain.
  private let error: String?

  /// Whether it says what the signal of a good run is.
  var hasSignal: Bool { status == .ok && signal != nil }

  private static let names = ["status", "exit", "signal", "detail", "error"]

  /// Nil when the case has no such file. Throws `E_CASE` with file, line and column.
  static func read(_ test: SensorCase) throws(LooopError) -> CaseExpectation? {
    guard let bytes = try AtomicFile.read(test.expectation) else { return nil }
    do throws(Flaw) { return try CaseExpectation(bytes) } catch {
      throw test.failure(
        "\(test.expectation):\(error.line):\(error.column)", Untrusted.oneLine(error.message))
    }
  }

  private init(_ bytes: [UInt8]) throws(Flaw) {
    let object: JSONObject
    let duplicate: String?
    do throws(JSONParser.Failure) {
      object = try JSONParser.parseObject(bytes)
      duplicate = try JSONParser.parseNotingDuplicates(bytes).duplicateKey
    } catch {
      throw Flaw(message: error.message, line: error.line, column: error.column)
    }
    func flaw(_ name: String, _ message: String) -> Flaw { Flaw(message, at: name, of: bytes) }
    if let duplicate { throw flaw(duplicate, "'\(duplicate)' appears twice in one object") }
    if let name = object.keys.first(where: { !Self.names.contains($0) }) {
      let meant =
        Nearest.match(name, in: Self.names).map { "did you mean '\($0)'?" }
        ?? "known are: \(Self.names.joined(separator: ", "))"
      throw flaw(name, "unknown member '\(name)'; \(meant)")
    }
    guard let text = object["status"]?.string, let status = Observation.Status(rawValue: text)
    else {
      let known = Observation.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw flaw("status", "'status' must be one of \(known)")
    }
    if let exit = object["exit"], exit != .null, exit.int == nil {
      throw flaw("exit", "'exit' must be a whole number or null")
    }
    if let error = object["error"], error.string == nil {
      throw flaw("error", "'error' must be text")
    }
    self.status = status
    exit = object["exit"]
    signal = object["signal"]
    detail = object["detail"]
    error = object["error"]?.string
  }

  /// The expectation that `seen` is recorded as. Of a failure only the error is recorded: the rest of
  /// its detail differs from run to run.
  static func recorded(_ seen: Observation, isDetailSteady: Bool) -> JSONValue {
    var object: JSONObject = ["status": .string(seen.status.rawValue)]
    if let exit = seen.exit { object["exit"] = .int(exit) }
    object["signal"] = seen.signal
    if seen.status != .ok {
      object["error"] = seen.detail["error"]
    } else if isDetailSteady, seen.detail != .null {
      object["detail"] = seen.detail
    }
    return .object(object)
  }

  // MARK: Comparing

  /// Where `seen` differs from what is expected, ignored parts of the signal aside.
  func problems(of seen: Observation, ignoring ignored: [PointerPattern]) -> [String] {
    var problems = differences(from: seen, ignoring: ignored)
    if !problems.isEmpty, let words = seen.detail["stderr"]?.string {
      problems += words.split(separator: "\n").map { "stderr: \($0)" }
    }
    return problems
  }

  private func differences(
    from seen: Observation, ignoring ignored: [PointerPattern]
  ) -> [String] {
    guard status == seen.status else {
      let reason = seen.problem.map { ": \($0)" } ?? ""
      return ["status: expected \(status.rawValue), got \(seen.status.rawValue)\(reason)"]
    }
    var problems: [String] = []
    if let exit, exit != JSONValue(seen.exit) {
      problems.append("exit: \(Self.differ(exit, JSONValue(seen.exit)))")
    }
    if let signal {
      problems += Self.differences(
        "signal", expected: ignored.removed(from: signal), got: ignored.removed(from: seen.signal))
    }
    if let detail { problems += Self.differences("detail", expected: detail, got: seen.detail) }
    if let error, seen.detail["error"]?.string?.contains(error) != true {
      let sides = Self.differ(.string(error), seen.detail["error"])
      problems.append("error: the expected text is missing: \(sides)")
    }
    return problems
  }

  private static func differences(
    _ part: String, expected: JSONValue, got: JSONValue
  ) -> [String] {
    JSONDifference.pointers(expected, got).map { pointer in
      let place = JSONPointer(pointer)
      let sides = differ(place?.value(in: expected), place?.value(in: got))
      return "\(part)\(pointer.isEmpty ? "" : " at \(pointer)"): \(sides)"
    }
  }

  private static func differ(_ expected: JSONValue?, _ got: JSONValue?) -> String {
    "expected \(shown(expected)), got \(shown(got))"
  }

  private static func shown(_ value: JSONValue?) -> String {
    value.map { Untrusted.clipped(JSONWriter.text($0), bytes: 200) } ?? "nothing"
  }
}

/// A problem in the file, and its place.
private struct Flaw: Error {
  let message: String
  let line, column: Int

  init(message: String, line: Int, column: Int) {
    self.message = message
    self.line = line
    self.column = column
  }

  /// At the member `name` of the object in `bytes`; at its start when there is no such member.
  init(_ message: String, at name: String, of bytes: [UInt8]) {
    let before = bytes[..<(Self.offset(of: Array(name.utf8), in: bytes) ?? 0)]
    self.init(
      message: message, line: before.count { $0 == 0x0A } + 1,
      column: before.reversed().prefix { $0 != 0x0A }.count + 1)
  }

  private static func offset(of name: [UInt8], in bytes: [UInt8]) -> Int? {
    var depth = 0
    var at = 0
    var isName = false
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        isName = depth == 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ","): isName = depth == 1
      case UInt8(ascii: ":"): isName = false
      case UInt8(ascii: "\""):
        let start = at
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
          at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        if isName, bytes[(start + 1)..<min(at, bytes.count)].elementsEqual(name) { return start }
      default: break
      }
      at += 1
    }
    return nil
  }
}
