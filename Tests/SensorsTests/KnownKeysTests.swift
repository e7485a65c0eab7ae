import Base
import Testing

@testable import Sensors

@Suite("What looks like a key")
struct KnownKeysTests {
  private let redaction = Redaction([:], keys: KnownKeys.shapes)
  private static let letters = "0123456789abcdefghijABCDEFGHIJ012345"

  /// Pieced together: as whole words they would be found in this file, too.
  private static let keys: [(key: String, label: String)] = [
    ("ghp" + "_" + letters, "a GitHub token"), ("gho" + "_" + letters, "a GitHub token"),
    ("ghs" + "_" + letters, "a GitHub token"),
    ("github" + "_pat_11AAAAAAA0" + letters + "_" + letters, "a GitHub token"),
    ("glpat" + "-" + "abcdef_123456-ABCDEF", "a GitLab token"),
    ("sk" + "-ant-api03-" + letters + "-_x", "an Anthropic key"),
    ("sk" + "-proj-" + letters, "an API key"), ("sk" + "-" + letters, "an API key"),
    ("xoxb" + "-123456789012-123456789012-" + letters, "a Slack token"),
    ("xapp" + "-1-A0123456789-123456789012-" + letters, "a Slack token"),
    ("AKIA" + "IOSFODNN7EXAMPLE", "an AWS key id"), ("ASIA" + "IOSFODNN7EXAMPLE", "an AWS key id"),
    ("AIza" + letters, "a Google API key"), ("npm" + "_" + letters, "an npm token"),
    ("pypi" + "-AgEIcHlwaS5vcmcC" + letters, "a PyPI token"),
    ("hf" + "_" + letters, "a Hugging Face token"),
    ("dop" + "_v1_" + String(repeating: "0123456789abcdef", count: 4), "a DigitalOcean token"),
    ("SG" + ".abcdefghij_0123456789." + letters, "a SendGrid key"),
    ("sk" + "_live_" + letters, "a Stripe key"),
    ("AGE-SECRET-KEY" + "-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQS", "an age key"),
    (
      "eyJ" + "hbGciOiJIUzI1NiJ9." + "eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0." + letters,
      "a JSON Web Token"
    ),
  ]

  @Test(
    "Each kind gives way to what it is, wherever a word may begin",
    arguments: ["", "token=", "\"", "Bearer ", "key%3D", #"line\n"#, "\u{1B}[32m", "(", "/", "-H "])
  func kinds(before: String) {
    for (key, label) in Self.keys {
      let shown = redaction.text("a \(before)\(key)\" z")
      #expect(shown == "a \(before)[redacted: looks like \(label)]\" z", "\(key)")
      #expect(redaction.text(shown) == shown)
    }
  }

  @Test(
    "The address of a webhook keeps its host, a header its scheme",
    arguments: [
      ("https://hooks.slack.com/services/" + "T00000000/B00000000/abcdefABCDEF", "a Slack webhook"),
      ("Authorization: Basic " + "dXNlcjpwYXNzd29yZA==", "credentials"),
      ("authorization: Bearer " + "abcdef.123456~x", "credentials"),
    ])
  func prefixes(text: String, label: String) {
    let shown = redaction.text("x \(text)\n")
    let mark = "[redacted: looks like \(label)]\n"
    #expect(shown.hasSuffix(mark) && text.hasPrefix(shown.dropFirst(2).dropLast(mark.count)))
    #expect(shown.utf8.count > mark.utf8.count + 10)
  }

  @Test(
    "A key without a form of its own is found by the name that it is given to",
    arguments: [
      "aws_secret_access_key=", "aws_secret_access_key = ", "export AWS_SECRET_ACCESS_KEY='",
      "\"SecretAccessKey\": \"", "{\\\"SecretAccessKey\\\":\\\"", "TF_VAR_aws_secret_access_key: ",
      "AccountName=x;AccountKey=", "//registry.example/:_authToken=",
    ])
  func settings(before: String) {
    let key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    let shown = redaction.text("a \(before)\(key)\" z")
    let head = "a \(before)[redacted: looks like a"
    #expect(shown.hasPrefix(head) && shown.hasSuffix("]\" z"), "\(shown)")
    #expect(!shown.contains("wJalr") && !shown.contains("EXAMPLE"), "\(shown)")
  }

  @Test("A secret that is known goes whole, whatever a part of it looks like")
  func known() {
    let redaction = Redaction(
      [
        "API_TOKEN": "abcdef123456\"tail-of-the-secret", "DB": "pa55word@tail-of-the-secret",
        "MODEL": "x-0123456789 tail", "HEAD": "u:pa55word",
      ], keys: KnownKeys.shapes)
    let prefix = "sk" + "-ant-api03-"
    for (text, shown) in [
      (
        "Authorization: Bearer abcdef123456\"tail-of-the-secret.",
        "Authorization: Bearer [redacted: secret API_TOKEN]."
      ),
      (
        "Authorization: Basic abcdef123456\"tail-of-the-secret.",
        "Authorization: Basic [redacted: secret API_TOKEN]."
      ),
      ("postgres://a:pa55word@tail-of-the-secret@db/x", "postgres://a:[redacted: secret DB]@db/x"),
      ("x \(prefix)x-0123456789 tail z", "x [redacted: secret MODEL] z"),
      // One that ends within what looks like a key takes all of that along.
      ("postgres://u:pa55word-more@db/x", "postgres://[redacted: secret HEAD]@db/x"),
    ] { #expect(redaction.text(text) == shown) }
  }

  @Test(
    "A password in an address goes, and the rest of the address stays",
    arguments: [
      ("postgres://ada:s3cret@db/x", "postgres://ada:[redacted: looks like a password]@db/x"),
      (
        "https://oauth2:a:b-c@git.example/x.git",
        "https://oauth2:[redacted: looks like a password]@git.example/x.git"
      ),
      ("redis://:s3cret@10.0.0.1:6379", "redis://:[redacted: looks like a password]@10.0.0.1:6379"),
      (
        #"{"u":"https:\/\/a:pa$$w@h\/x"}"#,
        #"{"u":"https:\/\/a:[redacted: looks like a password]@h\/x"}"#
      ),
      ("https://user:***@host", "https://user:***@host"), ("http://h:80/a@b", "http://h:80/a@b"),
      ("https://user:$PASS@host", "https://user:$PASS@host"),
      ("ssh://git@host/x", "ssh://git@host/x"),
      ("https://u:{{pw}}@host", "https://u:{{pw}}@host"), ("a://b:c d@e", "a://b:c d@e"),
      ("://", "://"), ("x://a:", "x://a:"), ("x://a:b", "x://a:b"), ("x://a:b@", "x://a:b@"),
    ])
  func addresses(text: String, expected: String) {
    #expect(redaction.text(text) == expected)
  }

  private static let lines = [
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
    "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu",
  ]
  private static let begin = "-----BEGIN " + "RSA PRIVATE KEY-----"
  private static let end = "-----END " + "RSA PRIVATE KEY-----"

  @Test("A private key goes from its first line to its last, whole, cut at either end, or in JSON")
  func armour() {
    let mark = "[redacted: looks like a private key]"
    let body = Self.lines.joined(separator: "\n") + "\nAb9=="
    #expect(redaction.text("a\n\(Self.begin)\n\(body)\n\(Self.end)\nz") == "a\n\(mark)\nz")
    #expect(
      redaction.text("a\n\(Self.begin)\n\(body.dropLast(6))\n\nthe end, so")
        == "a\n\(mark)\n\nthe end, so")
    #expect(redaction.text("log: x\n\(body)\n\(Self.end)\nz") == "log: x\n\(mark)\nz")
    let json = #"{"k":"\#(Self.begin)\n\#(Self.lines[0])\nAb\n\#(Self.end)\n"}"#
    #expect(redaction.text(json) == #"{"k":"\#(mark)\n"}"#)
    let open = "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----"
    #expect(redaction.text(open) == open)
  }

  @Test(
    "What is no key stays",
    arguments: [
      "3f5562228c1de2d6b1f1b1f1c4a1e9b7d0a4c7e2", "550e8400-e29b-41d4-a716-446655440000",
      "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "task-runner-with-many-words-1", "risk-assessment-of-the-year-2026-and-more",
      "npm_config_registry_of_the_project", "hf_hub_download(repo_id=1)", "ghp_short", "sk-SK",
      "AKIAIOSFODNN7EXAMPLEX", "eyJhbGciOiJIUzI1NiJ9", "SG.1", "xoxb-", "AIzaShort", "glpat-x",
      "sk-learn-is-a-library-of-words", "Authorization: none", "hooks.slack.com/services/",
      "aws_secret_access_key=", "aws_secret_access_key is a name-1-of-a-setting",
      "SessionToken: short1",
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38G",
      "-----BEGIN CERTIFICATE-----", "-----", "-----BEGIN ", "-----END PRIVATE KEY",
    ])
  func others(text: String) {
    #expect(redaction.text("x \(text) y") == "x \(text) y")
  }

  @Test("In a command no mark hides what a shell would do")
  func commands() {
    let command = """
      \(Self.begin)
      \(Self.lines[0])
      reboot
      \(Self.end)
      """
    #expect(redaction.command(command) == command)
    for text in ["x://a:b;reboot;@c", "x://a:$(reboot)@c", "x://a:`reboot`@c", "x://a:b|reboot@c"] {
      #expect(redaction.command(text) == text)
    }
    #expect(redaction.command("x://a:bcd@e") == "x://a:[redacted: looks like a password]@e")
    let token = Self.keys[0].key
    #expect(
      redaction.command("push \(token);reboot")
        == "push [redacted: looks like a GitHub token];reboot")
  }
}
