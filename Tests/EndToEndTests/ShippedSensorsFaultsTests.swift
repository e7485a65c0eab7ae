import HTTPServer
import TestSupport
import Testing

@Suite("Shipped sensors and their services: faults")
struct ShippedSensorsFaultsTests {
  @Test("GitHub refuses, breaks off, talks of something else, and works again", .needs(.gh))
  func github() async throws { try await refusals(try Services.github()) }

  @Test("Linear and Grafana do the same", .needs(.curl))
  func curled() async throws { try await refusals(try Services.curled()) }

  /// Every way to fail before there was a good answer, a good answer, and two failures after it.
  private func refusals(_ services: Services) async throws {
    try await Sandbox.use { box in
      try await services.install(in: box)
      try box.secrets(services.secrets.mapValues { _ in "no-such-token" })
      try await expectFailure("401", services, box)
      try box.secrets(services.secrets)
      for status in [429, 500] {
        services.refuse(status)
        try await expectFailure("\(status)", services, box)
      }
      services.befalls(.cut)
      try await expectFailure("unexpected EOF|curl: \\(18\\)", services, box)
      services.befalls(
        .instead(HTTPResponse(200, "<html>Please log in</html>", kind: "text/html")))
      try await expectFailure(
        "invalid character '<'|no page of issues: <html>|no list of alerts", services, box)

      services.befalls(nil)
      let good = try await box.sense(services.environment)
      for client in services.clients {
        #expect(good[client.sensor]["status"] == "ok", "\(good[client.sensor].text)")
        #expect(good[client.sensor]["signal"].named.count == client.count)
      }
      let calls = box.stub.calls
      services.refuse(500)
      let kept = try await box.sense(services.environment)
      for client in services.clients {
        let reading = kept[client.sensor]
        #expect(reading["status"] == "ok" && reading["failing"].string?.isEmpty == false)
        #expect(reading.with("failing", .null) == good[client.sensor].with("failing", .null))
      }
      #expect(box.stub.calls == calls, "a failure that is not told woke the decider")
      services.befalls(nil)
      #expect(try await box.sense(services.environment) == good)
    }
  }

  private func expectFailure(
    _ words: String, _ services: Services, _ box: Sandbox,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let pattern = try Regex(words)
    let seen = try await box.sense(services.environment)
    for client in services.clients {
      let reading = seen[client.sensor]
      #expect(
        reading["status"] == "error" && reading["signal"] == .null
          && reading["detail"]["stderr"].string?.contains(pattern) == true,
        "\(client.sensor), \(words): \(reading.text)", sourceLocation: sourceLocation)
    }
  }

  @Test("GitHub stalls: the sensors' time is up, and nothing is left running", .needs(.gh))
  func githubStalls() async throws { try await stall(try Services.github()) }

  @Test("Linear and Grafana stall: the same", .needs(.curl))
  func curledStall() async throws { try await stall(try Services.curled()) }

  private func stall(_ services: Services) async throws {
    try await Sandbox.use { box in
      try await services.install(in: box, timeout: "15s")
      services.befalls(.stall)
      let beat = try box.start(["beat"], environment: services.environment)
      try await Until.holds("everybody who waits") { services.held == services.clients.count }
      #expect(try await beat.finish().code == 0)
      let left = Processes.marked("LOOOP_DATA_DIR=\(box.data)")
      #expect(left.isEmpty, "\(left.map(Processes.words))")
      let seen = try await box.state()["snapshots"]
      for client in services.clients {
        #expect(seen[client.sensor]["status"] == "timeout", "\(seen[client.sensor].text)")
      }
      try await Until.holds("clients that have gone") { services.held == 0 }
    }
  }

  @Test("http-health tells apart the ways a site can be wrong", .needs(.curl))
  func health() async throws {
    try await Sandbox.use { box in
      let site = try HTTPServer { WebSite.answer($0) }
      let url = "http://127.0.0.1:\(site.port)"
      let gone = try HTTPServer { WebSite.answer($0) }
      gone.stop()
      try await Until.holds("a port given back") { gone.isOver }
      let looks: [(name: String, inputs: [String: String], signal: JSON)] = [
        ("up", ["url": "\(url)/?a=b&c=[1-3]"], ["health": "up", "status": "2xx"]),
        ("moved", ["url": "\(url)/status/301"], ["health": "status", "status": "3xx"]),
        ("missing", ["url": "\(url)/status/404"], ["health": "status", "status": "4xx"]),
        ("refused", ["url": "\(url)/status/401"], ["health": "status", "status": "4xx"]),
        ("busy", ["url": "\(url)/status/429"], ["health": "status", "status": "4xx"]),
        ("broken", ["url": "\(url)/status/500"], ["health": "status", "status": "5xx"]),
        (
          "expected", ["url": "\(url)/status/404", "expect": "404"],
          ["health": "up", "status": "4xx"]
        ),
        ("text", ["url": url, "text": #""well" [*]"#], ["health": "up", "status": "2xx"]),
        ("no-text", ["url": url, "text": "w*l"], ["health": "text", "status": "2xx"]),
        (
          "hostile", ["url": "\(url)/hostile", "text": "fine"],
          ["health": "text", "status": "2xx"]
        ),
        ("cut", ["url": "\(url)/cut", "text": "half"], ["health": "broken", "status": .null]),
        (
          "gone", ["url": "http://127.0.0.1:\(gone.port)/"],
          ["health": "refused", "status": .null]
        ),
      ]
      for look in looks { try await box.install("http-health", as: look.name, inputs: look.inputs) }
      try await box.install(
        "http-health", as: "stalls", inputs: ["url": "\(url)/stall"], timeout: "1s")
      let seen = try await box.sense()
      for look in looks {
        #expect(seen[look.name]["status"] == "ok", "\(look.name): \(seen[look.name].text)")
        #expect(seen[look.name]["signal"] == look.signal, "\(look.name): \(seen[look.name].text)")
      }
      #expect(seen["stalls"]["status"] == "timeout")
      #expect(site.requests.first { $0.query == "a=b&c=[1-3]" } != nil)
      try await box.expectHarmless()
    }
  }
}
