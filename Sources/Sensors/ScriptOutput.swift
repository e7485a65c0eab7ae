internal import Core

/// What one finished run of a script says about the world.
///
/// A failure has no signal: what wakes the loop is then the change of the status alone, so a
/// message that differs with every run does not.
struct ScriptOutput {
  let result: CommandResult
  let timeout: Int
  let maxBytes: Int

  private static let errorLines = 10
  private static let shownBytes = 200

  var observation: Observation {
    switch result.status {
    case .exited(0): parsed
    case .exited(let code): failed(.error, exit: code, result.status.text)
    case .signalled, .interrupted, .notStarted: failed(.error, result.status.text)
    case .timedOut: failed(.timeout, "ran past its timeout of \(timeout) s and was ended")
    case .silent: failed(.timeout, result.status.text)
    case .oversized:
      failed(.invalid, "printed more than its max_bytes of \(maxBytes) and was ended")
    }
  }

  private var parsed: Observation {
    let value: JSONValue
    do throws(JSONParser.Failure) {
      value = try JSONParser.parse(result.output)
    } catch {
      let isEmpty = result.output.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
      return invalid(
        isEmpty
          ? "printed nothing; a sensor prints one JSON object"
          : "printed no JSON: \(error.description)")
    }
    guard let object = value.object else {
      return invalid("printed \(value.kind); a sensor prints one JSON object")
    }
    // Without the member the whole object is the signal, as it was in the original.
    guard let signal = object["signal"] else {
      return Observation(status: .ok, exit: 0, signal: value)
    }
    return Observation(status: .ok, exit: 0, signal: signal, detail: object["detail"] ?? .null)
  }

  private func invalid(_ problem: String) -> Observation {
    failed(.invalid, exit: 0, problem, showsOutput: true)
  }

  private func failed(
    _ status: Observation.Status, exit: Int? = nil, _ problem: String, showsOutput: Bool = false
  ) -> Observation {
    var detail: JSONObject = ["error": .string(problem)]
    if showsOutput, !result.output.isEmpty {
      let text = String(decoding: result.output, as: UTF8.self)
      detail["output"] = .string(Untrusted.clipped(text, bytes: Self.shownBytes))
    }
    let lines = String(decoding: result.errorTail, as: UTF8.self)
      .split(whereSeparator: \.isNewline).suffix(Self.errorLines)
    if !lines.isEmpty { detail["stderr"] = .string(lines.joined(separator: "\n")) }
    return Observation(status: status, exit: exit, signal: .null, detail: .object(detail))
  }
}
