internal import HTTPServer
internal import TestSupport

/// Linear's GraphQL: pages of issues, fifty each.
struct LinearAPI: ScriptedAPI {
  static let key = "lin_api_loopback0123456789"

  /// What strangers write.
  var words: String?
  var open = 107

  /// The cursor a request goes on from; nil for the first page.
  static func cursor(_ request: HTTPRequest) -> String? {
    question(request)["variables"]["after"].string
  }

  static func question(_ request: HTTPRequest) -> JSON {
    (try? JSON(String(decoding: request.body, as: UTF8.self))) ?? .null
  }

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard request.headers["authorization"] == Self.key else {
      return refusal(401, "Authentication required, not authenticated")
    }
    let question = Self.question(request)
    let done: JSON = ["type": ["nin": ["completed", "canceled", "duplicate"]]]
    guard request.method == "POST", request.headers["content-type"] == "application/json",
      question["variables"]["filter"]["state"] == done
    else { return refusal(400, "not what was agreed") }
    let start = Self.cursor(request).flatMap { Int($0.dropFirst()) } ?? 0
    let end = min(open, start + 50)
    let page: JSON = [
      "nodes": .array((start..<max(start, end)).map(node)),
      "pageInfo": ["hasNextPage": .bool(end < open), "endCursor": "c\(end)"],
    ]
    return .json(200, ["data": ["issues": page]])
  }

  func refusal(_ status: Int, _ message: String) -> HTTPResponse {
    .json(status, ["errors": [["message": .string(message)]], "data": .null])
  }

  private func node(_ number: Int) -> JSON {
    let states = ["triage", "backlog", "unstarted", "started"]
    return [
      "identifier": "ENG-\(number)", "title": .string(words ?? "Issue \(number)"),
      "url": "https://linear.app/crane/issue/ENG-\(number)", "priorityLabel": "High",
      "state": ["name": .string(words ?? "Doing"), "type": .string(states[number % 4])],
      "assignee": number % 2 == 0 ? ["displayName": .string(words ?? "ada")] : .null,
    ]
  }
}
