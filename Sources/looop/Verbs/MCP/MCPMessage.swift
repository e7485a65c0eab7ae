internal import Base

/// The id of a request; its response repeats it.
enum MCPRequestID: Hashable, Sendable {
  case number(Int)
  case text(String)

  /// Nil for what JSON-RPC or MCP allow no id to be: a fraction, a number beyond 64 bits, null, a list.
  init?(_ json: JSONValue) {
    switch json {
    case .int(let number): self = .number(number)
    case .string(let text): self = .text(text)
    case .null, .bool, .double, .array, .object: return nil
    }
  }

  var json: JSONValue {
    switch self {
    case .number(let number): .int(number)
    case .text(let text): .string(text)
    }
  }
}

/// Why a request is refused, as JSON-RPC says it.
struct MCPFault: Error, Equatable {
  let code: Int
  let message: String
  var data: JSONValue?

  static func parse(_ message: String) -> Self { Self(code: -32700, message: message) }
  static func request(_ message: String) -> Self { Self(code: -32600, message: message) }
  static func method(_ message: String) -> Self { Self(code: -32601, message: message) }
  static func params(_ message: String) -> Self { Self(code: -32602, message: message) }

  /// What looop refuses here, or could not do: the first in the range that is left to servers.
  static func failed(_ error: LooopError) -> Self {
    Self(
      code: error.kind == .notAllowed ? -32010 : -32603, message: error.message,
      data: ["code": .string(error.code)])
  }

  /// The client asks for a revision that this server does not speak.
  static func revision(_ asked: JSONValue) -> Self {
    Self(
      code: -32022, message: "Unsupported protocol version",
      data: [
        "supported": .array(MCPRevision.all.map(JSONValue.string)), "requested": asked,
      ])
  }

  /// The line that refuses the request of that id; null where it is not known.
  func response(to id: JSONValue) -> JSONObject {
    var error: JSONObject = ["code": .int(code), "message": .string(message)]
    error["data"] = data
    return ["jsonrpc": "2.0", "id": id, "error": .object(error)]
  }
}

/// One line from a client: JSON-RPC 2.0, one message a line.
enum MCPMessage: Equatable {
  case request(MCPRequestID, method: String, params: JSONObject)
  case notification(method: String, params: JSONObject)
  /// What the client says to a request of the server; nil for an error.
  case response(MCPRequestID, JSONObject?)
  /// Anything else; `to` is the id of the line, as far as it can be used.
  case refused(MCPFault, to: JSONValue)
  case blank

  /// The longest line that is read, in bytes: more than the longest text that looop accepts.
  static let limit = 8 << 20

  /// Names go into messages and stay short there.
  static let methodBytes = 80

  init(_ line: ArraySlice<UInt8>) {
    guard line.count <= Self.limit else {
      self = .refused(.parse("a line is longer than \(Self.limit >> 20) MiB"), to: .null)
      return
    }
    guard line.contains(where: { ![.space, .tab, 0x0D].contains($0) }) else {
      self = .blank
      return
    }
    do throws(JSONParser.Failure) {
      switch try JSONParser.parse(line) {
      case .object(let object): self = Self.of(object)
      case .array:
        self = .refused(
          .request("a batch: send one message a line, as MCP does since 2025-06-18"), to: .null)
      default: self = .refused(.request("a message is a JSON object"), to: .null)
      }
    } catch {
      self = .refused(.parse("not JSON: \(error.message) (column \(error.column))"), to: .null)
    }
  }

  private static func of(_ object: JSONObject) -> Self {
    let id = object["id"].flatMap(MCPRequestID.init)
    func refuse(_ fault: MCPFault) -> Self { .refused(fault, to: id?.json ?? .null) }
    guard object["jsonrpc"] == "2.0" else { return refuse(.request("`jsonrpc` is not \"2.0\"")) }
    if let id = object["id"], MCPRequestID(id) == nil {
      return refuse(.request("an id is a string or a whole number of 64 bits, not \(id.kind)"))
    }
    guard let named = object["method"] else {
      guard let id, object["result"] != nil || object["error"] != nil else {
        return refuse(.request("the message has no method"))
      }
      return .response(id, object["result"]?.object)
    }
    guard let method = named.string else {
      return refuse(.request("`method` is not a string"))
    }
    let params: JSONObject
    switch object["params"] {
    case nil, .null: params = [:]
    case .object(let given): params = given
    default:
      // A notification gets no response, whatever is wrong with it.
      return id == nil ? .blank : refuse(.params("`params` is not an object"))
    }
    return id.map { .request($0, method: method, params: params) }
      ?? .notification(method: method, params: params)
  }
}
