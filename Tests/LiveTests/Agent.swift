internal import Foundation
internal import ModelServer
internal import TestSupport

/// What differs between the agent CLIs: how they find the model, and how long they let a command
/// run before they look after it.
enum Agent: String, CaseIterable {
  case claude, codex

  /// The tool that runs commands.
  var shell: String {
    switch self {
    case .claude: "Bash"
    case .codex: "exec_command"
    }
  }

  /// Where the ledger has the money of an answer from.
  var moneySource: String {
    switch self {
    case .claude: "reported"
    // The model is the one of its config, or of its own choice.
    case .codex: "assumed"
    }
  }

  /// How a model uses its tools.
  var hands: Hands { self == .claude ? .claude : .codex }

  /// Longer than its own limit for a command: claude moves one to the background after 120
  /// seconds, codex returns from one after 30.
  var longWait: Int {
    switch self {
    case .claude: 125
    case .codex: 40
    }
  }

  /// What a person has in the environment, beside PATH and HOME. The key opens nothing.
  func environment(port: UInt16) -> [String: String] {
    switch self {
    case .claude:
      // Without it claude refuses to work as root. This one does what the script says.
      (getuid() == 0 ? ["IS_SANDBOX": "1"] : [:]).merging([
        "ANTHROPIC_BASE_URL": "http://127.0.0.1:\(port)", "ANTHROPIC_AUTH_TOKEN": "dummy",
      ]) { $1 }
    case .codex: ["CODEX_API_KEY": "dummy"]
    }
  }

  /// Writes the agent's own configuration, as a person who started it once by hand has it.
  func settle(in box: Sandbox, port: UInt16, model: String) throws {
    guard self == .codex else {
      try box.write("home/.claude.json", #"{"hasCompletedOnboarding":true}"#)
      return
    }
    try box.write(
      "home/.codex/config.toml",
      """
      model = "\(model)"
      model_provider = "scripted"
      [model_providers.scripted]
      name = "scripted"
      base_url = "http://127.0.0.1:\(port)/v1"
      env_key = "CODEX_API_KEY"
      wire_api = "responses"
      request_max_retries = 1
      stream_max_retries = 1
      [analytics]
      enabled = false

      """)
  }

  /// Takes out of the preset's command for a decision what hides a model provider of one's own.
  func tickCommand(_ preset: String) -> String {
    preset.replacingOccurrences(of: " --ignore-user-config", with: "")
  }

  /// Takes out of a command for a decision what holds the answer to a schema.
  func withoutSchema(_ command: String) -> String {
    switch self {
    case .claude:
      command.replacingOccurrences(of: #" --json-schema "$(cat {{schema_file}})""#, with: "")
    case .codex: command.replacingOccurrences(of: " --output-schema {{schema_file}}", with: "")
    }
  }
}
