internal import Base

/// Who wants to hear of which resource.
struct MCPSubscriptions {
  private struct Listener {
    let id: MCPRequestID
    let resources: Set<MCPResource>
  }

  static let mostListeners = 16

  /// Of a client that shook hands.
  private var plain: Set<MCPResource> = []
  /// Streams of stateless clients, by the id of the request that opened each.
  private var listeners: [Listener] = []

  var watched: Set<MCPResource> { listeners.reduce(plain) { $0.union($1.resources) } }

  func isOpen(_ id: MCPRequestID) -> Bool { listeners.contains { $0.id == id } }

  mutating func add(_ resource: MCPResource) { plain.insert(resource) }
  mutating func remove(_ resource: MCPResource) { plain.remove(resource) }
  mutating func close(_ id: MCPRequestID) { listeners.removeAll { $0.id == id } }

  /// Opens a stream for those of `offered` that `params` name; the line that says which.
  mutating func open(
    _ id: MCPRequestID, _ params: JSONObject, offered: [MCPResource]
  ) throws(MCPFault) -> JSONObject {
    guard let wanted = params["notifications"]?.object else {
      throw .params("subscriptions/listen needs `notifications`")
    }
    guard listeners.count < Self.mostListeners else {
      throw .request("\(Self.mostListeners) subscriptions are open already")
    }
    let uris = wanted["resourceSubscriptions"]?.array ?? []
    let resources = offered.filter { uris.contains(.string($0.uri)) }
    listeners.append(Listener(id: id, resources: Set(resources)))
    var honoured: JSONObject = [:]
    if !resources.isEmpty {
      honoured["resourceSubscriptions"] = .array(resources.map { .string($0.uri) })
    }
    return Self.line(
      "notifications/subscriptions/acknowledged", ["notifications": .object(honoured)], on: id)
  }

  /// The lines that say to all who want to know that the resource has changed.
  func changed(_ resource: MCPResource) -> [JSONObject] {
    let method = "notifications/resources/updated"
    let params: JSONObject = ["uri": .string(resource.uri)]
    let streams = listeners.filter { $0.resources.contains(resource) }
    return (plain.contains(resource) ? [Self.line(method, params)] : [])
      + streams.map { Self.line(method, params, on: $0.id) }
  }

  private static func line(
    _ method: String, _ params: JSONObject, on listener: MCPRequestID? = nil
  ) -> JSONObject {
    var params = params
    if let listener {
      params["_meta"] = .object([MCPRevision.Envelope.subscription: listener.json])
    }
    return ["jsonrpc": "2.0", "method": .string(method), "params": .object(params)]
  }
}
