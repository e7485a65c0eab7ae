import HTTPServer
import TestSupport
import Testing

@Suite("Shipped sensors and their services: strangers' words")
struct ShippedSensorsHostileTests {
  @Test("Titles on GitHub run nothing, forge nothing and draw nothing", .needs(.gh))
  func github() async throws {
    try await Sandbox.use { box in
      let services = try Services.github(words: Hostile.words)
      try await services.install(in: box)
      let seen = try await box.sense(services.environment)
      #expect(seen["github-prs"]["signal"]["open"] == [1, 2, 3])
      let title = seen["github-prs"]["detail"]["pull_requests"][0]["title"].string ?? ""
      #expect(title.contains("$(touch pwned)"), "\(seen["github-prs"].text)")
      #expect(seen["github-issues"]["signal"] == ["open": [1, 2, 3]])
      #expect(seen["github-ci"]["signal"]["state"] == "failing")
      let cursors = services.clients[0].site.server.requests.compactMap { GitHubAPI.cursor($0) }
      #expect(cursors.isEmpty)
      #expect(try await box.stub.prompt(1).contains("$(touch pwned)"))
      try await box.expectHarmless()
    }
  }

  @Test("Nor do those of Linear and Grafana, and no page is named by one", .needs(.curl))
  func curled() async throws {
    try await Sandbox.use { box in
      let services = try Services.curled(words: Hostile.words)
      try await services.install(in: box)
      let seen = try await box.sense()
      #expect(seen["linear-issues"]["signal"]["open"].array.count == 107)
      let title = seen["linear-issues"]["detail"]["issues"][0]["title"]
      #expect(title.string?.contains("$(touch pwned)") == true)
      #expect(seen["grafana-alerts"]["status"] == "ok", "\(seen["grafana-alerts"].text)")
      let pages = services.clients[0].site.server.requests.map { LinearAPI.cursor($0) ?? "" }
      #expect(pages == ["", "c50", "c100"])
      #expect(try await box.stub.prompt(1).contains("$(touch pwned)"))
      try await box.expectHarmless()
    }
  }

  @Test("Nor do the reasons that services give for refusing", .needs(.curl))
  func reasons() async throws {
    try await Sandbox.use { box in
      let services = try Services.curled()
      try await services.install(in: box)
      services.refuse(200, Hostile.words)
      let seen = try await box.sense()
      #expect(seen["linear-issues"]["status"] == "error")
      #expect(seen["linear-issues"]["detail"]["stderr"].string?.contains("refused") == true)
      #expect(try await box.stub.prompt(1).contains("$(touch pwned)"))
      try await box.expectHarmless()
    }
  }
}
