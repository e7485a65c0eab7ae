internal import HTTPServer

/// A plain web site: the path says what is answered, and what befalls it.
enum WebSite {
  static func answer(_ request: HTTPRequest) -> (HTTPResponse, Fault?) {
    let words = request.path.split(separator: "/")
    switch words.first {
    case "status":
      return (HTTPResponse(words.last.flatMap { Int($0) } ?? 404, "see the status"), nil)
    case "cut": return (HTTPResponse(200, "half of this"), .cut)
    case "stall": return (HTTPResponse(200, "half of this"), .stall)
    case "hostile": return (HTTPResponse(200, Hostile.words + "\"}503\n\n"), nil)
    default: return (HTTPResponse(200, "all is \"well\" [*]\n"), nil)
    }
  }
}
