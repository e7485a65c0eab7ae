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
  private static let mostBytes = 4 << 20

  func observation(of result: CommandResult) -> Observation {
    let failure = { (status: Observation.Status, exit: Int?, problem: String) in
      failed(status, exit: exit, problem, errors: result.errorTail)
    }
    switch result.status {
    case .exited(let code) where manifest.exitCodes == .nagios: return nagios(result, code)
    case .exited(0):
      return read(result.output).observation(exit: 0) { problem in
        failed(.invalid, exit: 0, problem, errors: result.errorTail, output: result.output)
      }
    case .exited(let code): return failure(.error, code, result.status.text)
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

  private func read(_ output: [UInt8], state: String? = nil) -> Outcome {
    var outcome = Outcome()
    switch parsed(output) {
    case .failure(let problem): outcome.problem = problem.text
    case .success(let raw):
      let raw = redaction.value(raw)
      outcome.raw = raw
      switch shaped(raw, state) {
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

  private func parsed(_ bytes: [UInt8]) -> Result<JSONValue, Problem> {
    switch manifest.output ?? (manifest.exitCodes == .nagios ? .text : .json) {
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
    do throws(JSONParser.Failure) { return .success(try JSONParser.parse(bytes)) } catch {
      let isEmpty = bytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
      return .failure(
        Problem(
          isEmpty
            ? "printed nothing; a sensor prints one JSON object"
            : "printed no JSON: \(error.description)"))
    }
  }

  private func shaped(
    _ raw: JSONValue, _ state: String?
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
    if let state {
      var object = signal.object ?? (signal == .null ? [:] : ["value": signal])
      object["state"] = .string(state)
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
    case .string(let text) where manifest.exitCodes == .nagios:
      return .success((.null, Self.pluginOutput(text)))
    case .string(let text) where manifest.output == .text:
      return .success((["text": .string(text)], .null))
    case .array where manifest.output == .lines: return .success((["lines": raw], .null))
    case .object(let object):
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

  // MARK: Nagios plugins

  private static let states = ["ok", "warning", "critical"]

  private func nagios(_ result: CommandResult, _ code: Int) -> Observation {
    guard Self.states.indices.contains(code) else {
      let text = code == 3 ? "reported the state as unknown" : result.status.text
      return failed(.error, exit: code, text, errors: result.errorTail, output: result.output)
    }
    return read(result.output, state: Self.states[code]).observation(exit: code) { problem in
      failed(.invalid, exit: code, problem, errors: result.errorTail, output: result.output)
    }
  }

  /// A plugin's text is its first line up to a bar; performance data follows the bar.
  private static func pluginOutput(_ text: String) -> JSONValue {
    let line = text.prefix { !$0.isNewline }
    let parts = line.split(separator: "|", maxSplits: 1).map { trimmed(String($0)) }
    var detail: JSONObject = ["text": .string(parts.first ?? "")]
    if parts.count > 1 { detail["perfdata"] = .string(parts[1]) }
    return .object(detail)
  }

  // MARK: Failures

  /// The tail without its first line, which may be cut: half of a secret would not be found.
  static func whole(_ errors: [UInt8]) -> [UInt8] {
    guard errors.count >= CommandResult.errorTailSize else { return errors }
    guard let end = errors.firstIndex(of: 0x0A) else { return [] }
    return Array(errors[(end + 1)...])
  }

  private func failed(
    _ status: Observation.Status, exit: Int?, _ problem: String, errors: [UInt8],
    output: [UInt8] = []
  ) -> Observation {
    var detail: JSONObject = ["error": .string(problem)]
    if !output.isEmpty {
      let text = String(decoding: redaction.bytes(output), as: UTF8.self)
      detail["output"] = .string(Untrusted.clipped(text, bytes: Self.shownBytes))
    }
    let lines = String(decoding: redaction.bytes(Self.whole(errors)), as: UTF8.self)
      .split(whereSeparator: \.isNewline).suffix(Self.errorLines)
    if !lines.isEmpty { detail["stderr"] = .string(lines.joined(separator: "\n")) }
    return Observation(status: status, exit: exit, signal: .null, detail: .object(detail))
  }
}
