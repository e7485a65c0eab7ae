internal import Base

/// How the keys of well-known services look, as their documentation gives it. A key is found by what
/// it begins with, or by the name it is given to, so that a hash, a UUID or a picture in Base64 stays.
enum KnownKeys {
  static let shapes = KeyShapes(
    gitHosts + models + chats + clouds + packages + settings + others)

  private static let gitHosts =
    ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map {
      KeyShape("a GitHub token", prefix: $0, .alphanumeric, least: 20)
    } + [KeyShape("a GitHub token", prefix: "github_pat_", .urlSafe, least: 20)]
    + ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-"].map {
      KeyShape("a GitLab token", prefix: $0, .urlSafe, least: 16)
    }

  private static let models = [
    KeyShape("an Anthropic key", prefix: "sk-ant-", .urlSafe, least: 16),
    KeyShape("an OpenRouter key", prefix: "sk-or-", .urlSafe, least: 20).mixed,
    KeyShape("an API key", prefix: "sk-", .urlSafe, least: 20).mixed,
    KeyShape("a Hugging Face token", prefix: "hf_", .alphanumeric, least: 20),
    KeyShape("a Replicate token", prefix: "r8_", .alphanumeric, least: 20),
    KeyShape("a Groq key", prefix: "gsk_", .alphanumeric, least: 20),
    KeyShape("an xAI key", prefix: "xai-", .urlSafe, least: 20).mixed,
  ]

  private static let chats =
    ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.xoxp-", "xapp-"].map {
      KeyShape("a Slack token", prefix: $0, .urlSafe, least: 10).mixed
    } + [
      KeyShape("a Slack webhook", prefix: "hooks.slack.com/services/", .path, least: 16)
        .keepingPrefix,
      KeyShape("a Slack webhook", prefix: "hooks.slack.com/workflows/", .path, least: 16)
        .keepingPrefix,
      KeyShape("a Discord webhook", prefix: "discord.com/api/webhooks/", .path, least: 16)
        .keepingPrefix,
    ]

  private static let clouds =
    ["AKIA", "ASIA"].map {
      KeyShape("an AWS key id", prefix: $0, .uppercase, least: 16, most: 16)
    }
    + ["dop_v1_", "doo_v1_", "dor_v1_"].map {
      KeyShape("a DigitalOcean token", prefix: $0, .hexadecimal, least: 30)
    } + [
      KeyShape("a Google API key", prefix: "AIza", .urlSafe, least: 30),
      KeyShape("a Google token", prefix: "ya29.", .urlSafe, least: 20),
      KeyShape("a Google secret", prefix: "GOCSPX-", .urlSafe, least: 20),
      KeyShape("a Vault token", prefix: "hvs.", .urlSafe, least: 20),
    ]

  private static let packages = [
    KeyShape("an npm token", prefix: "npm_", .alphanumeric, least: 20),
    KeyShape("a PyPI token", prefix: "pypi-", .urlSafe, least: 20).mixed,
    KeyShape("a Docker Hub token", prefix: "dckr_pat_", .urlSafe, least: 20),
    KeyShape("a crates.io token", prefix: "cio", .alphanumeric, least: 32, most: 32).mixed,
  ]

  /// Keys that look like any text, by the names that their services give them.
  private static let settings =
    ["aws_secret_access_key", "AWS_SECRET_ACCESS_KEY", "SecretAccessKey", "secretAccessKey"].map {
      KeyShape("an AWS secret key", prefix: $0, .path, least: 16).assigned
    }
    + ["aws_session_token", "AWS_SESSION_TOKEN", "SessionToken", "sessionToken"].map {
      KeyShape("an AWS session token", prefix: $0, .path, least: 16).assigned
    }
    + ["AccountKey", "SharedAccessKey"].map {
      KeyShape("an Azure key", prefix: $0, .path, least: 16).assigned
    } + [KeyShape("an npm token", prefix: "_authToken", .path, least: 16).assigned]

  private static let others =
    ["sk_live_", "sk_test_", "rk_live_", "rk_test_"].map {
      KeyShape("a Stripe key", prefix: $0, .alphanumeric, least: 16)
    } + [
      KeyShape("a SendGrid key", prefix: "SG.", .urlSafe, least: 16, parts: 2),
      KeyShape("a JSON Web Token", prefix: "eyJ", .urlSafe, least: 8, parts: 3),
      KeyShape("a webhook secret", prefix: "whsec_", .path, least: 20),
      KeyShape("an age key", prefix: "AGE-SECRET-KEY-1", .uppercase, least: 20),
      KeyShape("an age key", prefix: "AGE-SECRET-KEY-PQ-1", .uppercase, least: 20),
    ]
    + ["Basic", "Bearer", "basic", "bearer", "token"].flatMap { scheme in
      ["Authorization: ", "authorization: "].map {
        KeyShape("credentials", prefix: "\($0)\(scheme) ", .path, least: 8).keepingPrefix
      }
    }
}
