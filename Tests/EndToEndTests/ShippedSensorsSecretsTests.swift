import HTTPServer
import TestSupport
import Testing

@Suite("Shipped sensors and their services: secrets")
struct ShippedSensorsSecretsTests {
  @Test("GitHub's token stands in no command line and in no file but its own", .needs(.gh))
  func github() async throws {
    let services = try Services.github(words: "psst: \(GitHubAPI.token)")
    try await secrets(services, clients: #/gh (pr|issue|run) list /#)
  }

  @Test("Neither do Linear's key and Grafana's token", .needs(.curl))
  func curled() async throws {
    let services = try Services.curled(words: "psst: \(LinearAPI.key) \(GrafanaAPI.token)")
    try await secrets(services, clients: #/curl --disable --config - /#)
  }

  /// The services say the secrets themselves, in what they list and in why they refuse.
  private func secrets(_ services: Services, clients: Regex<some Any>) async throws {
    try await Sandbox.use { box in
      try await services.install(in: box)
      try recordArguments(box)
      services.befalls(.hold)
      let beat = try box.start(["beat"], environment: services.environment)
      try await Until.holds("everybody who waits") { services.held == services.clients.count }
      let lines = Processes.everyone.map(Processes.words)
      #expect(lines.count { $0.contains(clients) } >= services.clients.count)
      for secret in services.secrets.values {
        let telling = lines.filter { $0.contains(secret) }
        #expect(telling.isEmpty, "\(telling)")
      }
      services.befalls(nil)
      services.release()
      #expect(try await beat.finish().code == 0)
      for (key, _) in services.secrets {
        #expect(try await box.stub.prompt(1).contains("psst: "))
        #expect(
          try await box.state().text.contains("[redacted: secret \(key)]"),
          "\(key) came through nowhere")
      }
      expectNothingTold(services, box)

      services.refuse(400, "psst: \(services.secrets.values.sorted().joined(separator: " "))")
      for client in services.clients {
        // Without a good reading to keep, why it fails is shown in full.
        try box.write("data/snapshots/sensor-\(client.sensor).json", "{}")
      }
      let seen = try await box.sense(services.environment)
      #expect(services.clients.allSatisfy { seen[$0.sensor]["status"] != "ok" }, "\(seen.text)")
      expectNothingTold(services, box)
    }
  }

  /// Those of whatever a script may start, however short it lives.
  private func recordArguments(_ box: Sandbox) throws {
    for name in ["awk", "cat", "curl", "cut", "env", "gh", "grep", "head", "sed", "tr"] {
      try box.program(
        name,
        "printf '%s\\n' '\(name)' \"$@\" >>'\(box.root)/arguments'; PATH=${PATH#*:}; exec \(name) \"$@\""
      )
    }
  }

  private func expectNothingTold(
    _ services: Services, _ box: Sandbox, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let files = box.files.filter { $0 != "data/secrets.env" }
    #expect(
      ["arguments", "data/events.jsonl", "stub/calls/1/prompt.md"].allSatisfy(files.contains),
      sourceLocation: sourceLocation)
    for secret in services.secrets.values {
      let telling = files.filter { box.text($0).contains(secret) }
      #expect(telling.isEmpty, "\(telling)", sourceLocation: sourceLocation)
    }
  }
}
