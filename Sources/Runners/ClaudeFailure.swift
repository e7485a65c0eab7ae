internal import Core

/// What claude's names for errors mean.
enum ClaudeFailure {
  /// From the names of how the run ended; nil when only the provider's error can tell. `began`
  /// separates an error during the run from one in how it was started.
  static func failureClass(
    subtype: String, began: Bool, terminalReason: String, apiError: String?, text: String
  ) -> RunnerFailure.Class? {
    switch subtype {
    case "error_max_turns", "error_max_budget_usd": return .budget
    case "error_max_structured_output_retries": return .protocol
    case "error_during_execution":
      if terminalReason.hasPrefix("aborted") { return .interrupted }
      return began ? .protocol : .config
    default: break
    }
    if terminalReason == "prompt_too_long" { return .context }
    return apiError.flatMap(failureClass(apiError:))
  }

  /// From the most specific of its names. Source: the program of 2.1.330. It has more of them, for which
  /// the general names and the text decide.
  private static func failureClass(apiError: String) -> RunnerFailure.Class? {
    switch apiError {
    case "max_output_tokens", "message_over_context_limit": .context
    case "connection_failed", "stream_idle_timeout", "computer_slept", "no_response": .transient
    case "org_disabled_credential", "api_key_auth_disabled", "invalid_credential_header",
      "provider_credentials", "stored_login_refused", "gateway_signin_required",
      "gateway_session_expired":
      .auth
    case "model_requires_usage_credits", "long_context_credits_required": .billing
    case "usage_limit_reached": .quota
    case "tls_untrusted_ca", "tls_cert_signature_failure": .config
    case "safety_monitor_blocked", "dlp_request_denied": .refused
    default: nil
    }
  }

  /// From the provider's error: the CLI's name for it, its HTTP status, its words.
  static func failureClass(error: String?, status: Int?, text: String) -> RunnerFailure.Class {
    if let plain = FailureText.plainClass(of: text) { return plain }
    switch error {
    case "rate_limit": return .quota
    case "overloaded", "server_error": return .transient
    case "authentication_failed", "oauth_org_not_allowed", "account_on_hold",
      "verification_required", "cloud_credential_error":
      return .auth
    case "billing_error": return .billing
    case "invalid_request", "model_not_found": return .config
    case "max_output_tokens": return .context
    default: break
    }
    if let status { return FailureText.failureClass(status: status) }
    // Without a status there was no connection.
    return FailureText.failureClass(of: text) ?? .transient
  }
}
