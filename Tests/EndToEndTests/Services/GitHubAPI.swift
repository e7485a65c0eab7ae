internal import HTTPServer
internal import TestSupport

/// GitHub as `gh` asks it about one repository: open pull requests and issues over GraphQL, the
/// runs of its workflows over REST.
struct GitHubAPI: ScriptedAPI {
  static let token = "ghp_loopback0123456789"

  /// What strangers write: titles, and the name of a workflow.
  var words: String?
  /// How many pull requests are open, and how many issues.
  var open = 250

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard request.headers["authorization"] == "token \(Self.token)" else {
      return refusal(401, "Bad credentials")
    }
    switch request.path.split(separator: "/").last {
    case "graphql": return list(request)
    case "runs": return runs(request)
    case "workflows":
      return .json(200, ["total_count": 3, "workflows": .array(workflows)])
    default: return refusal(404, "Not Found")
    }
  }

  func refusal(_ status: Int, _ message: String) -> HTTPResponse {
    .json(status, ["message": .string(message)])
  }

  // MARK: GraphQL

  /// The cursor a request of that kind goes on from; nil for the first page.
  static func cursor(_ request: HTTPRequest) -> String? {
    let variables = question(request)["variables"]
    return variables["endCursor"].string ?? variables["after"].string
  }

  private static func question(_ request: HTTPRequest) -> JSON {
    (try? JSON(String(decoding: request.body, as: UTF8.self))) ?? .null
  }

  private func list(_ request: HTTPRequest) -> HTTPResponse {
    let question = Self.question(request)
    let query = question["query"].string ?? ""
    // Newer versions ask first which kinds of search there are.
    if query.contains("SearchType_enumValues") {
      return .json(200, ["data": ["SearchType": ["enumValues": [["name": "ISSUE_ADVANCED"]]]]])
    }
    let start = Self.cursor(request).flatMap { Int($0.dropFirst(2)) } ?? 0
    let end = min(open, start + (question["variables"]["limit"].int ?? 0))
    let isIssues = query.contains("fragment issue")
    let page: JSON = [
      "totalCount": .number(open), "issueCount": .number(open),
      "nodes": .array((start..<max(start, end)).map { node(open - $0, isIssues) }),
      "pageInfo": ["hasNextPage": .bool(end < open), "endCursor": "c:\(end)"],
    ]
    let isSearch = query.contains("search(")
    var repository: [String: JSON] = ["hasIssuesEnabled": true]
    if !isSearch { repository[isIssues ? "issues" : "pullRequests"] = page }
    return .json(
      200, ["data": ["repository": .object(repository), "search": isSearch ? page : .null]])
  }

  private func node(_ number: Int, _ isIssue: Bool) -> JSON {
    let reviews: [JSON] = [.null, "APPROVED", "REVIEW_REQUIRED", "CHANGES_REQUESTED"]
    return [
      "id": "N_\(number)", "number": .number(number), "title": .string(words ?? "No. \(number)"),
      "author": ["login": "ada", "id": "U_1", "name": "Ada"], "isDraft": false,
      "reviewDecision": reviews[number % 4], "headRefName": "topic-\(number)",
      "url": "https://github.localhost/crane/nest/\(isIssue ? "issues" : "pull")/\(number)",
    ]
  }

  // MARK: REST

  private var workflows: [JSON] {
    [words ?? "Build", "Lint", "Audit"].enumerated().map { index, name in
      [
        "id": .number(index + 1), "name": .string(name), "path": "w\(index).yml", "state": "active",
      ]
    }
  }

  /// Newest first. The newest finished run of Build failed, that of Lint passed after many that
  /// failed, and the only one of Audit is too old for the first page.
  private var history: [JSON] {
    [
      run(999, of: 1, nil), run(998, of: 1, "cancelled"),
      run(997, of: 1, "success", event: "pull_request"),
      run(996, of: 2, "failure", event: "pull_request_target"), run(995, of: 1, "failure"),
      run(994, of: 2, "success"), run(993, of: 3, "skipped"), run(992, of: 1, "success"),
    ] + (681...800).reversed().map { run($0, of: 2, "failure") } + [run(1, of: 3, "timed_out")]
  }

  private func run(
    _ number: Int, of workflow: Int, _ conclusion: JSON?, event: JSON = "push"
  ) -> JSON {
    [
      "id": .number(number), "run_number": .number(number), "run_attempt": 1,
      "workflow_id": .number(workflow), "name": "as it was called then",
      "display_title": .string(words ?? "Change things"), "head_branch": "main",
      "head_sha": .string("\(number)"), "event": event,
      "status": conclusion == nil ? "in_progress" : "completed", "conclusion": conclusion ?? .null,
      "html_url": "https://github.localhost/crane/nest/actions/runs/\(number)",
      "created_at": "2026-01-05T10:00:00Z", "updated_at": "2026-01-05T10:05:00Z",
      "run_started_at": "2026-01-05T10:00:00Z",
    ]
  }

  /// The next page stands in the header `Link`, and nowhere else.
  private func runs(_ request: HTTPRequest) -> HTTPResponse {
    let size = request.parameter("per_page").flatMap { Int($0) } ?? 30
    let page = request.parameter("page").flatMap { Int($0) } ?? 1
    let rest = history.dropFirst((page - 1) * size)
    let next = "http://api.github.localhost\(request.path)?per_page=\(size)&page=\(page + 1)"
    return .json(
      200,
      ["total_count": .number(history.count), "workflow_runs": .array(Array(rest.prefix(size)))],
      headers: rest.count > size ? ["link": "<\(next)>; rel=\"next\""] : [:])
  }
}

extension JSON {
  static func number(_ number: Int) -> JSON { JSON(integerLiteral: number) }
}
