internal import HTTPServer
internal import TestSupport
internal import Testing

/// Shipped sensors that ask a service, and the scripted services they are led to.
struct Services {
  struct Client {
    let sensor: String
    let site: Site
    let inputs: [String: String]
    /// What its signal names as open or firing when all is well.
    let count: Int
  }

  let clients: [Client]
  let secrets: [String: String]
  let environment: [String: String]

  /// GitHub, which gh takes for its proxy: the host's name ends at this machine anyway.
  static func github(_ api: GitHubAPI = GitHubAPI()) throws -> Services {
    let site = try Site(api)
    let inputs = ["repo": "crane/nest", "limit": "150"]
    let open = min(api.open, 150)
    return Services(
      clients: [
        Client(sensor: "github-prs", site: site, inputs: inputs, count: open),
        Client(sensor: "github-issues", site: site, inputs: inputs, count: open),
        Client(sensor: "github-ci", site: site, inputs: inputs, count: 2),
      ],
      secrets: ["GH_TOKEN": GitHubAPI.token],
      environment: [
        "GH_HOST": "github.localhost", "http_proxy": "http://127.0.0.1:\(site.port)",
        "GH_NO_UPDATE_NOTIFIER": "1",
      ])
  }

  /// Linear and Grafana, which are asked through curl.
  static func curled(
    _ linear: LinearAPI = LinearAPI(), _ grafana: GrafanaAPI = GrafanaAPI()
  ) throws -> Services {
    let (issues, alerts) = (try Site(linear), try Site(grafana))
    return Services(
      clients: [
        Client(
          sensor: "linear-issues", site: issues,
          inputs: ["url": "http://127.0.0.1:\(issues.port)/graphql"], count: linear.open),
        Client(
          sensor: "grafana-alerts", site: alerts,
          inputs: ["url": "http://127.0.0.1:\(alerts.port)/"], count: 2),
      ],
      secrets: ["LINEAR_API_KEY": LinearAPI.key, "GRAFANA_TOKEN": GrafanaAPI.token],
      environment: [:])
  }

  /// All with what that stranger wrote.
  static func github(words: String) throws -> Services {
    try github(GitHubAPI(words: words, open: 3))
  }

  static func curled(words: String) throws -> Services {
    try curled(LinearAPI(words: words), GrafanaAPI(words: words))
  }

  func install(in box: Sandbox, timeout: String? = nil) async throws {
    for client in clients {
      try await box.install(client.sensor, inputs: client.inputs, timeout: timeout)
    }
    try box.secrets(secrets)
  }

  func befalls(_ fault: Fault?) { for client in clients { client.site.befalls(fault) } }

  func refuse(_ status: Int, _ message: String = "not now") {
    for client in clients { client.site.refuses(status, message) }
  }

  func release() { for client in clients { client.site.server.release() } }

  /// How many clients wait for an answer.
  var held: Int { sites.reduce(0) { $0 + $1.server.held } }

  private var sites: [Site] {
    var sites: [Site] = []
    for client in clients where !sites.contains(where: { $0 === client.site }) {
      sites.append(client.site)
    }
    return sites
  }
}

extension JSON {
  /// What a signal of these sensors names as open, firing or failing.
  var named: [JSON] { ["open", "firing", "failing"].flatMap { self[$0].array } }
}
