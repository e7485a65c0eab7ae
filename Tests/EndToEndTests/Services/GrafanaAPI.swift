internal import HTTPServer
internal import TestSupport

/// The alerts of Grafana's own alertmanager: two fire.
struct GrafanaAPI: ScriptedAPI {
  static let token = "glsa_loopback0123456789"

  /// What strangers write: a label and an annotation.
  var words: String?

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard request.headers["authorization"] == "Bearer \(Self.token)" else {
      return refusal(401, "Invalid API key")
    }
    guard request.path == "/api/alertmanager/grafana/api/v2/alerts" else {
      return refusal(404, "Not found")
    }
    let asked = ["active", "silenced", "inhibited"].map { request.parameter($0) }
    guard asked == ["true", "false", "false"] else { return refusal(400, "not what was agreed") }
    return .json(200, [alert("bbbb000000000002"), alert("aaaa000000000001")])
  }

  func refusal(_ status: Int, _ message: String) -> HTTPResponse {
    .json(status, ["message": .string(message)])
  }

  private func alert(_ fingerprint: String) -> JSON {
    [
      "fingerprint": .string(fingerprint), "startsAt": "2026-01-05T10:00:00.000Z",
      "endsAt": "2026-01-05T10:09:00.000Z", "updatedAt": "2026-01-05T10:05:00.000Z",
      "labels": ["alertname": .string(words ?? "DiskFull")],
      "annotations": ["summary": .string(words ?? "97 %")],
      "receivers": [["name": "grafana-default-email"]],
      "status": ["inhibitedBy": [], "silencedBy": [], "state": "active"],
      "generatorURL": "https://grafana.example.com/alerting/grafana/a1/view",
    ]
  }
}
