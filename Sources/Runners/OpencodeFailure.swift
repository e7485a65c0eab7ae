internal import Base
internal import Core

/// What opencode's names for an error mean: 1.x has a `name` and `data`, 2.x a dotted `type`.
enum OpencodeFailure {
  static func failure(_ error: JSONValue?, isBeforeSession: Bool) -> RunnerFailure {
    let data = error?["data"]
    let name = error?["name"]?.string ?? error?["type"]?.string ?? ""
    let text = data?["message"]?.string ?? error?["message"]?.string ?? ""
    let status = data?["statusCode"]?.int ?? error?["status"]?.int
    let failureClass =
      failureClass(name: name, text: text)
      ?? failureClass(status: status, isRetryable: data?["isRetryable"]?.bool == true)
      ?? FailureText.failureClass(of: text)
      ?? (name == "provider.unknown" ? .transient : isBeforeSession ? .config : .protocol)
    let words = text.isEmpty ? name : text
    var failure = FailureText.failure(
      failureClass, words.isEmpty ? "the agent reported an error" : words)
    if let wait = statedWait(data?["responseHeaders"]) {
      failure.retryAfter = StatedWait.whole(wait)
    }
    return failure
  }

  private static func failureClass(name: String, text: String) -> RunnerFailure.Class? {
    switch name {
    case "ProviderAuthError", "provider.auth": return .auth
    case "ContextOverflowError", "MessageOutputLengthError": return .context
    case "MessageAbortedError", "aborted": return .interrupted
    case "StructuredOutputError": return .protocol
    case "provider.content-filter": return .refused
    case "provider.transport", "provider.internal", "provider.invalid-output": return .transient
    case "provider.no-route", "ProviderModelNotFoundError", "ProviderInitError",
      "ConfigInvalidError", "ConfigJsonError":
      return .config
    default: break
    }
    if let plain = FailureText.plainClass(of: text) { return plain }
    switch name {
    case "provider.rate-limit", "provider.quota": return .quota
    case "provider.invalid-request": return .config
    default: return nil
    }
  }

  private static func failureClass(status: Int?, isRetryable: Bool) -> RunnerFailure.Class? {
    // An error that it would retry is not a mistake in the request, whatever the status.
    if isRetryable, status != 429 { return .transient }
    return status.map(FailureText.failureClass(status:))
  }

  private static func statedWait(_ headers: JSONValue?) -> Duration? {
    StatedWait.wait(number(headers?["retry-after-ms"]), .milliseconds(1))
      ?? StatedWait.wait(number(headers?["retry-after"]), .seconds(1))
  }

  private static func number(_ header: JSONValue?) -> Double? {
    header?.string.flatMap(Double.init)
  }
}
