internal import Base
internal import Core

/// Turns the output of a finished run, or a pushed reading, into an observation.
///
/// A failure has no signal: only the change of status wakes the loop, not a message that differs with
/// every run.
struct ScriptOutput {
  let manifest: Manifest
  let redaction: Redaction

  private static let errorLines = 10
  private static let shownBytes = 200
  private static let lastBytes = 1_000
  private static let mostBytes = 4 << 20

  func observation(of result: CommandResult) -> Observation {
    let failure = { (status: Observation.Status, exit: Int?, problem: String) in
      failed(status, exit: exit, problem, of: result)
    }
    switch result.status {
    case .exited(let code) where manifest.exitCodes == .nagios: return nagios(result, code)
    case .exited(let code):
      switch manifest.exitCodes.meaning(of: code) {
      case .ok: return reading(result, exit: code)
      case .urgent:
        var seen = reading(result, exit: code, mark: ("urgent", true))
        seen.isUrgent = seen.status == .ok
        return seen
      case .none: return Observation(status: .ok, exit: code, signal: .null)
      case .error: return failure(.error, code, result.status.text)
      }
    case .signalled, .interrupted, .notStarted: return failure(.error, nil, result.status.text)
    case .timedOut:
      let limit = manifest.timeout.exactText
      return failure(.timeout, nil, "ran past its timeout of \(limit) and was ended")
    case .silent: return failure(.timeout, nil, result.status.text)
    case .oversized:
      return failure(
        .invalid, nil, "printed more than its max_bytes of \(manifest.maxBytes) and was ended")
    }
  }

  private func reading(
    _ result: CommandResult, exit: Int, mark: Mark? = nil
  ) -> Observation {
    read(result.output, mark: mark).observation(exit: exit) { problem in
      failed(.invalid, exit: exit, problem, of: result)
    }
  }

  func pushed(_ payload: [UInt8]) -> Pushed {
    guard payload.count <= manifest.maxBytes else {
      let problem = "has \(payload.count) bytes, its max_bytes allows \(manifest.maxBytes)"
      return Pushed(key: nil, observation: .impossible(problem))
    }
    let outcome = read(payload)
    // A reading that does not fit must not block a corrected one with the same key; null is no key.
    let named = outcome.parts.flatMap { _ in outcome.raw }
      .flatMap { raw in manifest.dedupe?.value(in: raw) }
    let key = named.flatMap { $0 == .null ? nil : JSONWriter.text($0, .canonical) }
    return Pushed(
      key: key,
      observation: outcome.observation(exit: nil) { problem in
        .impossible(problem.replacing("printed ", with: "holds "))
      })
  }

  // MARK: From bytes to a reading

  /// The parsed output, and the reading made from it.
  private struct Outcome {
    var raw: JSONValue?
    var parts: (signal: JSONValue, detail: JSONValue)?
    var problem = ""

    func observation(exit: Int?, orElse failed: (String) -> Observation) -> Observation {
      guard let parts else { return failed(problem) }
      return Observation(status: .ok, exit: exit, signal: parts.signal, detail: parts.detail)
    }
  }

  /// What the exit code adds to the signal: a member and its value.
  private typealias Mark = (name: String, value: JSONValue)

  private func read(_ output: [UInt8], mark: Mark? = nil) -> Outcome {
    var outcome = Outcome()
    switch parsed(ByteOrderMark.removed(from: output)) {
    case .failure(let problem): outcome.problem = problem.text
    case .success(let parsed):
      var raw = redaction.value(parsed)
      if let text = raw.string, printsPluginText {
        var plugin = PluginText(text).members
        if let mark { plugin[mark.name] = mark.value }
        raw = .object(plugin)
      }
      outcome.raw = raw
      switch shaped(raw, mark) {
      case .failure(let problem): outcome.problem = problem.text
      case .success(let parts):
        if let problem = tooLarge(parts) {
          outcome.problem = problem
        } else if let problem = manifest.schema?.problem(in: parts.signal) {
          outcome.problem = "its signal does not fit its signal_schema: \(problem)"
        } else {
          outcome.parts = parts
        }
      }
    }
    return outcome
  }

  /// A map may copy one part of the output many times.
  private func tooLarge(_ parts: (signal: JSONValue, detail: JSONValue)) -> String? {
    guard manifest.signal != nil || manifest.detail != nil else { return nil }
    let size = [parts.signal, parts.detail].map { JSONWriter.text($0).utf8.count }.reduce(0, +)
    return size <= Self.mostBytes
      ? nil : "its signal and detail have \(size) bytes, \(Self.mostBytes) are allowed"
  }

  private var form: Manifest.Output {
    manifest.output ?? (manifest.exitCodes == .nagios ? .text : .json)
  }

  /// Whether the output is the text of a Nagios plugin, which has parts.
  private var printsPluginText: Bool { manifest.exitCodes == .nagios && form == .text }

  private func parsed(_ bytes: [UInt8]) -> Result<JSONValue, Problem> {
    if ByteOrderMark.isUTF16(bytes) {
      return .failure(
        Problem("printed UTF-16, as its byte order mark says; a sensor prints UTF-8"))
    }
    switch form {
    case .json: return json(bytes)
    // Redacted before anything is cut: the pieces of a secret with blanks or lines are not found.
    case .text:
      let text = String(decoding: redaction.bytes(bytes), as: UTF8.self)
      return .success(.string(Self.trimmed(text)))
    case .lines:
      let text = String(decoding: redaction.bytes(bytes), as: UTF8.self)
      let lines = text.split(whereSeparator: \.isNewline)
      return .success(.array(lines.map { .string(String($0)) }))
    }
  }

  private func json(_ bytes: [UInt8]) -> Result<JSONValue, Problem> {
    do throws(JSONParser.Failure) {
      return .success(try JSONParser.parseKeepingDigits(bytes))
    } catch {
      return .failure(
        Problem(
          Self.isBlank(bytes)
            ? "printed nothing; a sensor prints one JSON object"
            : "printed no JSON: \(error.description)"))
    }
  }

  private static func isBlank(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  private func shaped(
    _ raw: JSONValue, _ mark: Mark?
  ) -> Result<(signal: JSONValue, detail: JSONValue), Problem> {
    let own: (signal: JSONValue, detail: JSONValue)
    switch natural(raw) {
    case .success(let parts): own = parts
    // A signal that is built from the output does not depend on the output's form.
    case .failure(let problem):
      guard manifest.signal != nil else { return .failure(problem) }
      own = (.null, .null)
    }
    var signal = own.signal
    if let map = manifest.signal {
      switch map.signal(from: raw) {
      case .success(let built): signal = built
      case .failure(let problem):
        return .failure(Problem(redaction.text(problem.text)))
      }
    }
    if let mark {
      var object = signal.object ?? (signal == .null ? [:] : ["value": signal])
      object[mark.name] = mark.value
      signal = .object(object)
    }
    if let map = manifest.detail { return .success((signal, map.detail(from: raw))) }
    return .success((signal, manifest.signal == nil ? own.detail : .null))
  }

  /// The reading when the manifest builds nothing from the output.
  private func natural(
    _ raw: JSONValue
  ) -> Result<(signal: JSONValue, detail: JSONValue), Problem> {
    switch raw {
    case .object(var members) where printsPluginText:
      members["state"] = nil
      return .success((.null, .object(members)))
    case .string(let text) where manifest.output == .text:
      return .success((["text": .string(text)], .null))
    case .array where manifest.output == .lines: return .success((["lines": raw], .null))
    case .object(let object):
      if let problem = Self.misspelling(in: object) { return .failure(problem) }
      // Without the member the whole object is the signal, as in the original.
      guard let signal = object["signal"] else { return .success((raw, .null)) }
      return .success((signal, object["detail"] ?? .null))
    case .null, .bool, .int, .double, .string, .array:
      return .failure(Problem("printed \(raw.kind); a sensor prints one JSON object"))
    }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest.drop(while: \.isWhitespace))
  }

  // MARK: Members

  private static let members = ["signal", "detail"]

  /// A member that was meant to be `signal` or `detail`: without them the whole object would be the
  /// signal, and what only informs would wake the loop.
  private static func misspelling(in object: JSONObject) -> Problem? {
    let meant = object.keys.filter { !members.contains($0) }.compactMap { name in
      slip(name).map { (name: name, member: $0) }
    }
    // A lone member of such a name, as the strength of a radio's signal, is a signal of its own.
    let found = members.filter { member in
      object[member] != nil || meant.contains { $0.member == member }
    }
    guard found.count == members.count,
      let slip = meant.first(where: { object[$0.member] == nil })
    else { return nil }
    return Problem(
      "printed an object without '\(slip.member)', but with '\(Untrusted.word(slip.name))';"
        + " did you mean '\(slip.member)'?")
  }

  /// The member that a name is a misspelling of: one letter too many, missing, wrong, or swapped with
  /// its neighbour, in any case, or the plural of that.
  private static func slip(_ name: String) -> String? {
    Nearest.match(name, in: members, distance: 1)
      ?? (name.lowercased().hasSuffix("s")
        ? Nearest.match(String(name.dropLast()), in: members, distance: 1) : nil)
  }

  /// What a person who wrote the sensor should know of a good run's output.
  func remarks(on output: [UInt8]) -> [String] {
    guard form == .json, manifest.signal == nil, manifest.detail == nil,
      let value = try? JSONParser.parse(ByteOrderMark.removed(from: output)),
      let object = value.object
    else { return [] }
    guard object["signal"] != nil else {
      return object["detail"] == nil
        ? [] : ["it has a detail and no signal, so the whole object is its signal"]
    }
    let ignored = object.keys.filter { !Self.members.contains($0) }
    guard !ignored.isEmpty else { return [] }
    let names = ignored.map { Untrusted.word(redaction.text($0)) }.joined(separator: ", ")
    return ["only signal and detail are read; ignored: \(names)"]
  }

  // MARK: Nagios plugins

  private static let states = ["ok", "warning", "critical"]

  private func nagios(_ result: CommandResult, _ code: Int) -> Observation {
    guard Self.states.indices.contains(code) else {
      let text = code == 3 ? "reported the state as unknown" : result.status.text
      return failed(.error, exit: code, text, of: result)
    }
    // A plugin that died has codes of states too: Perl ends with 2, Python with 1.
    guard !Self.isBlank(ByteOrderMark.removed(from: result.output)) else {
      return failed(
        .error, exit: code, "printed nothing and \(result.status.text); a plugin prints its state",
        of: result)
    }
    guard code == 0 || !hasCrashed(result) else {
      return failed(
        .error, exit: code, "crashed: \(result.status.text) without a state in its text",
        of: result)
    }
    var seen = reading(result, exit: code, mark: ("state", .string(Self.states[code])))
    if code > 0, seen.status == .ok, manifest.detail == nil, let said = lastWords(result) {
      var detail = seen.detail.object ?? (seen.detail == .null ? [:] : ["value": seen.detail])
      detail["stderr"] = .string(said)
      seen.detail = .object(detail)
    }
    return seen
  }

  private static let crashMarks = [
    "Traceback (most recent call last)", "panic: ", "Exception in thread ", "Can't locate ",
    "Uncaught ", "Segmentation fault",
  ]

  /// Whether a crash stands on standard error, and no state in the text.
  private func hasCrashed(_ result: CommandResult) -> Bool {
    let errors = String(decoding: result.errorTail, as: UTF8.self)
    guard Self.crashMarks.contains(where: errors.contains) else { return false }
    let text = String(decoding: result.output, as: UTF8.self).uppercased()
    return !["WARN", "CRIT"].contains(where: text.contains)
  }

  // MARK: Failures

  private func failed(
    _ status: Observation.Status, exit: Int?, _ problem: String, of result: CommandResult
  ) -> Observation {
    var detail: JSONObject = ["error": .string(problem)]
    if let output = shownOutput(of: result, status) { detail["output"] = .string(output) }
    if let said = lastWords(result) { detail["stderr"] = .string(said) }
    return Observation(status: status, exit: exit, signal: .null, detail: .object(detail))
  }

  /// Of what cannot be read the start; of what failed the end, where the reason stands.
  private func shownOutput(
    of result: CommandResult, _ status: Observation.Status
  ) -> String? {
    guard !result.output.isEmpty else { return nil }
    // The output of a run that was ended may stop in the middle of a secret.
    let isWhole = if case .exited = result.status { true } else { false }
    let bytes = isWhole ? redaction.bytes(result.output) : redaction.start(result.output)
    let text = String(decoding: bytes, as: UTF8.self)
    guard status != .invalid else { return Untrusted.clipped(text, bytes: Self.shownBytes) }
    let lines = text.split(whereSeparator: \.isNewline).suffix(Self.errorLines)
    return lines.isEmpty
      ? nil : Untrusted.tail(lines.joined(separator: "\n"), bytes: Self.lastBytes)
  }

  /// The last lines of standard error.
  private func lastWords(_ result: CommandResult) -> String? {
    let lines = String(decoding: redaction.bytes(result.errorLines), as: UTF8.self)
      .split(whereSeparator: \.isNewline).suffix(Self.errorLines)
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
