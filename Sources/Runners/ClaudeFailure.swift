internal import Core

/// What claude's several names for an error mean.
enum ClaudeFailure {
  /// By the names of how the run ended; nil when they leave it to the provider's error.
  static func failureClass(
    subtype: String, terminalReason: String, apiError: String?, text: String
  ) -> RunnerFailure.Class? {
    switch subtype {
    case "error_max_turns", "error_max_budget_usd": return .budget
    case "error_max_structured_output_retries": return .protocol
    case "error_during_execution":
      if terminalReason.hasPrefix("aborted") { return .interrupted }
      return text.contains("No conversation found") ? .config : .protocol
    default: break
    }
    if terminalReason == "prompt_too_long" || apiError == "max_output_tokens" { return .context }
    return apiError == "connection_failed" ? .transient : nil
  }

  /// By the provider's error: its name as the CLI sorts it, its HTTP status, its words.
  static func failureClass(error: String?, status: Int?, text: String) -> RunnerFailure.Class {
    if let plain = FailureText.plainClass(of: text) { return plain }
    switch error {
    case "rate_limit": return .quota
    case "overloaded", "server_error": return .transient
    case "authentication_failed": return .auth
    case "billing_error": return .billing
    case "invalid_request", "model_not_found": return .config
    case "max_output_tokens": return .context
    default: break
    }
    if let status { return FailureText.failureClass(status: status) }
    // No status at all is a connection that never got one.
    return FailureText.failureClass(of: text) ?? .transient
  }
}
