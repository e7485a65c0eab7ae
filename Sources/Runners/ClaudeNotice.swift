/// Lines that claude prints beside its work and that say nothing about the answer or the end. A line
/// that is in none of these lists is reported as unrecognised.
///
/// Source: the program of 2.1.330; not all of them were seen in a run.
enum ClaudeNotice {
  /// The `type` of other lines.
  static let types: Set<String> = [
    "stream_event", "tool_progress", "tool_use_summary", "prompt_suggestion", "auth_status",
    "keep_alive",
  ]

  /// The `subtype` of `system` lines.
  static let subtypes: Set<String> = [
    "agents_killed", "api_error", "away_summary", "background_tasks_changed", "commands_changed",
    "compact_boundary", "elicitation_complete", "file_snapshot", "files_persisted",
    "hook_progress", "hook_response", "hook_started", "informational",
    "instruction_size_warning", "local_command", "local_command_output", "memory_recall",
    "memory_saved", "mirror_error", "model_consent_fallback", "model_fallback",
    "model_refusal_fallback", "model_refusal_no_fallback", "notification",
    "permission_check_status", "permission_denied", "permission_retry", "plugin_install",
    "post_turn_summary", "session_state_changed", "session_title_changed", "status",
    "stop_hook_summary", "task_progress", "task_summary", "task_updated", "thinking_tokens",
    "turn_duration", "ui_invalidate", "ui_notify", "ui_status",
  ]

  /// The `type` of blocks in an assistant's message: results of the provider's own tools, and sealed
  /// reasoning.
  static let blocks: Set<String> = [
    "redacted_thinking", "web_search_tool_result", "web_fetch_tool_result",
    "code_execution_tool_result",
  ]

  /// Whether `words` are what the CLI says of a plan's limit, and nothing else: "You've hit your weekly
  /// limit · resets 7am". An agent may speak of limits too.
  static func isLimit(_ words: String) -> Bool {
    let words = FailureText.words(of: words)
    guard let start = limits.first(where: { words.starts(with: $0) }) else { return false }
    return start.contains("limit") || start.contains("usage")
      || words.dropFirst(start.count).prefix(3).contains("limit")
  }

  /// How such a line begins. Source: the program of 2.1.330, and older ones as users quote them.
  private static let limits: [[String]] = [
    "you've hit your", "you've reached your", "you have hit your", "you have reached your",
    "you're out of extra usage", "claude ai usage limit reached", "claude usage limit reached",
    "usage limit reached", "session limit reached", "weekly limit reached", "5-hour limit reached",
    "opus limit reached", "opus weekly limit reached",
  ].map { FailureText.words(of: $0) }
}
