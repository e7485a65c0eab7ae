internal import Base

/// The revisions of MCP that the server speaks.
///
/// Up to 2025-11-25 a client opens with `initialize`; since 2026-07-28 each request says by itself who
/// asks, and by which revision (docs/decisions/0025-two-eras-of-mcp.md).
enum MCPRevision {
  /// Those that begin with a handshake, the oldest first.
  static let handshakes = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
  static let stateless = "2026-07-28"
  static let all = [stateless] + handshakes.reversed()

  /// The one of the handshake that a client is offered when it asks for an unknown one.
  static let newestHandshake = "2025-11-25"
  /// The first whose clients may be asked something.
  static let firstWithQuestions = "2025-06-18"

  /// Where a stateless request says what a handshake would have.
  enum Envelope {
    static let revision = "io.modelcontextprotocol/protocolVersion"
    static let capabilities = "io.modelcontextprotocol/clientCapabilities"
    static let client = "io.modelcontextprotocol/clientInfo"
    static let server = "io.modelcontextprotocol/serverInfo"
    static let subscription = "io.modelcontextprotocol/subscriptionId"
  }
}

/// Who asks.
struct MCPClient: Equatable, Sendable {
  /// As a record may name it: `mcp/NAME`.
  let name: String
  let revision: String
  /// Whether a human sits there who can be asked: the client declared elicitation by forms.
  let canBeAsked: Bool

  var isStateless: Bool { revision == MCPRevision.stateless }

  /// As `via` says it in records.
  var via: String { "mcp/\(name)" }

  private static let nameLength = 40

  private init(revision: String, info: JSONValue?, capabilities: JSONObject) {
    self.revision = revision
    name = Self.safe(info?["name"]?.string ?? "")
    canBeAsked =
      revision >= MCPRevision.firstWithQuestions && Self.hasForms(capabilities["elicitation"])
  }

  /// From the parameters of `initialize`.
  init(handshake params: JSONObject) throws(MCPFault) {
    guard let asked = params["protocolVersion"]?.string else {
      throw .params("initialize needs `protocolVersion`")
    }
    self.init(
      revision: MCPRevision.handshakes.contains(asked) ? asked : MCPRevision.newestHandshake,
      info: params["clientInfo"], capabilities: params["capabilities"]?.object ?? [:])
  }

  /// From the envelope of a stateless request; nil where the request has none.
  init?(envelope params: JSONObject) throws(MCPFault) {
    guard let meta = params["_meta"]?.object, let asked = meta[MCPRevision.Envelope.revision] else {
      return nil
    }
    guard let revision = asked.string else {
      throw .params("\(MCPRevision.Envelope.revision) is not a string")
    }
    guard revision == MCPRevision.stateless else { throw .revision(asked) }
    guard let capabilities = meta[MCPRevision.Envelope.capabilities]?.object else {
      throw .params("params._meta needs \(MCPRevision.Envelope.capabilities), an object")
    }
    self.init(
      revision: revision, info: meta[MCPRevision.Envelope.client], capabilities: capabilities)
  }

  /// An empty object is one for forms, as before there were other modes.
  private static func hasForms(_ elicitation: JSONValue?) -> Bool {
    guard let modes = elicitation?.object else { return false }
    return modes.isEmpty || modes["form"]?.object != nil
  }

  /// A name from outside goes into records and journal lines: nothing of it can pass for more than a
  /// name.
  private static func safe(_ name: String) -> String {
    let kept = name.unicodeScalars.prefix(Self.nameLength).map { scalar -> Character in
      scalar.isASCII && (UInt8(scalar.value).isNameByte || scalar == "-" || scalar == ".")
        ? Character(scalar) : "-"
    }
    let trimmed = String(kept).drop { $0 == "-" }
    return trimmed.isEmpty ? "client" : String(trimmed)
  }
}
