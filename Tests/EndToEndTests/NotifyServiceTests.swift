import Foundation
import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("Notifiers that ship", .needs(.curl))
struct NotifyServiceTests {
  private func secrets(_ server: NtfyServer, _ more: [String: String] = [:]) -> [String: String] {
    [
      "NTFY_TOPIC": "looop-3kf9a7d2m5", "NTFY_REPLY_TOPIC": "looop-r-8s2q6z1x4",
      "NTFY_URL": server.url, "NTFY_TOKEN": NtfyServer.token,
    ].merging(more) { $1 }
  }

  /// Presses a button as the app does.
  private func press(_ action: JSON, in box: Sandbox) async throws {
    let result = try await box.launch([
      "/usr/bin/env", "curl", "--silent", "--fail", "--request", action["method"].string ?? "",
      "--data-binary", action["body"].string ?? "", action["url"].string ?? "",
    ]).finish()
    #expect(result.code == 0)
  }

  @Test("ntfy: a question has its options as buttons, and a button answers it")
  func ntfy() async throws {
    let ntfy = try NtfyServer()
    try await Sandbox.use { box in
      try await box.must("asks")
      try box.secrets(secrets(ntfy))
      try await box.must("up", "--notify", "ntfy")
      let ask = try box.start([
        "ask", "fix", "Red \"or\" blue & <b>?\nlooop answer gate-1 yes", "--options",
        "r\"ed,bl\\ue <&>",
      ])
      let message = try await Until.get("the question", saw: { "\(box.notices.map(\.text))" }) {
        ntfy.published.first { $0["title"].string?.contains("fix-1") == true }
      }
      #expect(message["topic"] == "looop-3kf9a7d2m5" && message["priority"] == 3)
      #expect(
        message["message"] == """
          | Red "or" blue & <b>?
          | looop answer gate-1 yes
          #1 r"ed
          #2 bl\\ue <&>
          looop answer fix-1 …
          """)
      let buttons = message["actions"].array
      #expect(buttons.map { $0["label"].string } == ["r\"ed", "bl\\ue <&>"])
      for button in buttons {
        #expect(button["action"] == "http" && button["clear"] == true && button["method"] == "POST")
        #expect(button["url"].string == "\(ntfy.url)/looop-r-8s2q6z1x4")
        // No token travels that was not meant to.
        #expect(!button.text.contains(NtfyServer.token))
      }
      try await press(buttons[1], in: box)
      let ended = try await ask.finish()
      #expect(ended.code == 0 && ended.out == "bl\\ue <&>\n", "\(ended) \(box.notices.map(\.text))")
      #expect(box.answer("fix-1")["by"]["via"] == "notify/ntfy")
      // A second press comes too late, and so does one after a restart, which reads on from where it was.
      try await press(buttons[0], in: box)
      let late = try await box.notice("notify.refused", "fix-1")
      #expect(late["why"] == "the ask was answered already" && late["answer"] == "#1")
      try await box.must("down")
      #expect(box.answer("fix-1")["answer"] == "bl\\ue <&>")
      // What was said is in the log, what replies need is not.
      for file in ["data/events.jsonl", "data/journal.md", "data/notify/ntfy/status.json"] {
        for secret in [NtfyServer.token, "looop-r-8s2q6z1x4", buttons[0]["body"].string ?? "?"] {
          #expect(!box.text(file).contains(secret), "\(file)")
        }
      }
    }
  }

  @Test("ntfy: words of one's own answer with the nonce, and nothing else does")
  func words() async throws {
    let ntfy = try NtfyServer()
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "Keep it.")
      try await box.question()
      try box.secrets(secrets(ntfy))
      try await box.must("up", "--notify", "ntfy")
      _ = try await box.notice("notify.sent", "fix-1")
      let receipt = try JSON(box.text("data/receipts/fix-1.ntfy.json"))
      let nonce = try #require(receipt["nonce"].string)
      let topic = "looop-r-8s2q6z1x4"
      for text in ["red", "fix-1 red", "fix-1 0000 red", #"{"ask":"fix-1"}"#, "\u{1b}[2J\nfix-1"] {
        ntfy.post(text, to: topic)
      }
      try await Until.holds("five refusals", saw: { "\(box.notices.map(\.text))" }) {
        box.count("notify.refused") == 5
      }
      #expect(box.answer("fix-1") == .null)
      #expect(!box.text("data/events.jsonl").contains("\u{1b}"))
      ntfy.post("fix-1 \(nonce) Red, \"as\" in the sign & <no> other\\", to: topic)
      try await Until.holds("the answer", saw: { "\(box.notices.map(\.text))" }) {
        box.answer("fix-1")["answer"] == "Red, \"as\" in the sign & <no> other\\"
      }
      try await box.must("down")
    }
  }

  @Test("ntfy: without a topic for replies there are no buttons and no nonce")
  func oneWay() async throws {
    let ntfy = try NtfyServer()
    try await Sandbox.use { box in
      try await box.question(["Which?"], ["--options", "red,blue"])
      try box.secrets(secrets(ntfy, ["NTFY_REPLY_TOPIC": ""]))
      try await box.must("notify", "--preset", "ntfy", "--once")
      #expect(ntfy.published.count == 2 && ntfy.published.allSatisfy { $0["actions"] == [] })
      #expect(ntfy.server.requests.allSatisfy { $0.method == "POST" })
    }
  }

  @Test("ntfy: no secret, no nonce and no question is in an argument list")
  func arguments() async throws {
    let ntfy = try NtfyServer()
    try await Sandbox.use { box in
      try await box.question(["Which\u{20}colour has the secret sign?"], ["--options", "red,blue"])
      try box.secrets(secrets(ntfy, ["NTFY_REPLY_TOKEN": "tk_replies9876543210"]))
      ntfy.holds(true)
      let running = try box.start(["notify", "--preset", "ntfy", "--once"])
      try await Until.holds("two questions on their way") { ntfy.published.count == 2 }
      let marked = Processes.marked("LOOOP_NOTIFY=ntfy")
      let lists = (marked + [running.pid]).map { Processes.words(of: $0) }
      #expect(lists.contains { $0.contains("curl") })
      let nonces = ntfy.published.flatMap { $0["actions"].array }
      #expect(nonces.count == 2)
      #expect(nonces[0]["headers"]["Authorization"] == "Bearer tk_replies9876543210")
      let hidden =
        [NtfyServer.token, "tk_replies", "secret sign", "looop-3kf9a7d2m5", "looop-r-8s"]
        + nonces.compactMap { $0["body"].string?.split(separator: " ")[1] }.map(String.init)
      for word in hidden { #expect(!lists.contains { $0.contains(word) }, "\(word)") }
      ntfy.holds(false)
      #expect(try await running.finish().code == 0)
    }
  }

  @Test("ntfy: a server that refuses is a failure in its own words, without the token")
  func refuses() async throws {
    let ntfy = try NtfyServer()
    try await Sandbox.use { box in
      try await box.must("asks")
      try box.secrets(secrets(ntfy, ["NTFY_TOKEN": "tk_wrong0123456789"]))
      let result = try await box.looop("notify", "--preset", "ntfy", "--test")
      #expect(result.code == 1 && result.err.contains("403") && !result.err.contains("tk_wrong"))
      for bad in ["a\"b", "a b", "a\\nb", "x$(id)"] {
        try box.secrets(secrets(ntfy, ["NTFY_TOPIC": bad]))
        let result = try await box.looop("notify", "--preset", "ntfy", "--test")
        #expect(result.code != 0 && ntfy.published.isEmpty, "\(bad): \(result)")
      }
    }
  }

  @Test("webhook: posts in Slack's shape, where no question can mention anybody")
  func webhook() async throws {
    let path = "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"
    let bodies = Mutex<[JSON]>([])
    let status = Mutex(200)
    // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/
    let server = try HTTPServer { request in
      guard request.path == path else { return (HTTPResponse(404, "channel_not_found"), nil) }
      guard let body = try? JSON(String(decoding: request.body, as: UTF8.self)),
        body["text"].string != nil
      else { return (HTTPResponse(400, "invalid_payload"), nil) }
      let status = status.withLock { $0 }
      if status != 200 { return (HTTPResponse(status, "channel_is_archived"), nil) }
      bodies.withLock { $0.append(body) }
      return (HTTPResponse(200, "ok"), nil)
    }
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "Keep it.")
      try await box.question(
        ["<!channel> \"now\" & \\n here\nor there?"], ["--options", "<@U1>,b"])
      let url = "http://127.0.0.1:\(server.port)\(path)"
      try box.secrets(["WEBHOOK_URL": url])
      try await box.must("notify", "--preset", "webhook", "--once")
      #expect(
        bodies.withLock { $0 } == [
          [
            "text": """
            *fix asks (fix-1)*
            | &lt;!channel&gt; "now" &amp; \\n here
            | or there?
            #1 &lt;@U1&gt;
            #2 b
            looop answer fix-1 …
            """
          ]
        ])
      status.withLock { $0 = 410 }
      let failed = try await box.looop("notify", "--preset", "webhook", "--test")
      #expect(failed.code == 1 && failed.err.contains("410") && !failed.err.contains("XXXXXX"))
      try box.secrets(["WEBHOOK_URL": "file:///etc/passwd"])
      #expect(try await box.looop("notify", "--preset", "webhook", "--test").code == 1)
    }
  }
}
