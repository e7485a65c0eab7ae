import HTTPServer
import TestSupport
import Testing

@Suite("Shipped sensors and their services: pages")
struct ShippedSensorsPagesTests {
  @Test("GitHub: every page is asked for and is in the signal", .needs(.gh))
  func github() async throws {
    try await Sandbox.use { box in
      let services = try Services.github()
      try await services.install(in: box)
      let seen = try await box.sense(services.environment)
      let newest = JSON.array((101...250).map { .number($0) })
      #expect(seen["github-prs"]["status"] == "ok" && seen["github-issues"]["status"] == "ok")
      #expect(seen["github-prs"]["signal"]["open"] == newest)
      #expect(
        seen["github-prs"]["signal"]["reviews"].array.count { $0 == "CHANGES_REQUESTED" } == 37)
      #expect(seen["github-issues"]["signal"] == ["open": newest])
      #expect(
        seen["github-ci"]["signal"] == ["state": "failing", "failing": ["Audit", "Build"]])
      #expect(seen["github-ci"]["detail"]["passing"] == ["Lint"])
      let requests = services.clients[0].site.server.requests
      let cursors = requests.filter { $0.path == "/graphql" }.map { GitHubAPI.cursor($0) ?? "" }
      #expect(cursors.sorted() == ["", "", "c:100", "c:100"])
      let runs = requests.filter { $0.path.hasSuffix("/actions/runs") }
      #expect(runs.map { $0.parameter("page") ?? "1" } == ["1", "2"])
      #expect(runs.first?.parameter("branch") == "main")
    }
  }

  @Test("GitHub: a label reaches it, and a limit is kept", .needs(.gh))
  func githubInputs() async throws {
    try await Sandbox.use { box in
      let services = try Services.github()
      for name in ["github-prs", "github-issues"] {
        try await box.install(
          name, inputs: ["repo": "crane/nest", "label": "help wanted", "limit": "20"])
      }
      try await box.install("github-ci", inputs: ["repo": "crane/nest", "branch": "main"])
      try box.secrets(services.secrets)
      let seen = try await box.sense(services.environment)
      for name in ["github-prs", "github-issues"] {
        #expect(seen[name]["signal"]["open"].array.count == 20, "\(seen[name].text)")
      }
      // A workflow that did not run in the newest hundred is not seen.
      #expect(seen["github-ci"]["signal"] == ["state": "failing", "failing": ["Build"]])
      let asked = services.clients[0].site.server.requests.filter { $0.path == "/graphql" }
        .map { String(decoding: $0.body, as: UTF8.self) }.filter { $0.contains("search(") }
      #expect(asked.count == 2 && asked.allSatisfy { $0.contains("help wanted") }, "\(asked)")
    }
  }

  @Test("Linear and Grafana: every page and every alert is in the signal", .needs(.curl))
  func curled() async throws {
    try await Sandbox.use { box in
      let services = try Services.curled()
      try await services.install(in: box)
      try await box.install(
        "linear-issues", as: "team",
        inputs: services.clients[0].inputs.merging(["team": "ENG"]) { $1 })
      try await box.install(
        "linear-issues", as: "few",
        inputs: services.clients[0].inputs.merging(["pages": "2"]) { $1 })
      try await box.install(
        "grafana-alerts", as: "filtered",
        inputs: services.clients[1].inputs.merging(["filter": #"severity=~"a|b&c""#]) { $1 })
      // Adding them ran each once.
      let added = services.clients.map { $0.site.server.requests.count }
      let seen = try await box.sense()
      let names = (0..<107).map { "ENG-\($0)" }.sorted().map { JSON.string($0) }
      #expect(seen["linear-issues"]["signal"]["open"].array == names)
      #expect(seen["linear-issues"]["signal"]["states"].array.count { $0 == "started" } == 26)
      #expect(seen["grafana-alerts"]["signal"]["firing"].array.count == 2)
      // Fewer pages than there are is a failure, and no silence.
      #expect(seen["few"]["status"] == "error")
      #expect(seen["few"]["detail"]["stderr"].string?.contains("more than 2 pages") == true)
      let pages = services.clients[0].site.server.requests.dropFirst(added[0])
      let teams = pages.map { LinearAPI.question($0)["variables"]["filter"]["team"] }
      #expect(teams.count { $0 == ["key": ["eq": "ENG"]] } == 3)
      let cursors = pages.map { LinearAPI.cursor($0) ?? "" }.sorted()
      #expect(cursors == ["", "", "", "c100", "c100", "c50", "c50", "c50"])
      let filters = services.clients[1].site.server.requests.dropFirst(added[1]).map {
        $0.parameter("filter") ?? ""
      }
      #expect(filters.sorted() == ["", #"severity=~"a|b&c""#])
    }
  }
}
