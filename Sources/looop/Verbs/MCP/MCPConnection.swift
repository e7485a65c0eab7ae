internal import Base

/// One connection of a client, as a machine: lines in, effects out. It waits for nothing, reads nothing
/// and has no clock.
struct MCPConnection {
  /// What the server offers.
  struct Offer {
    let tools: [MCPTool]
    let resources: [MCPResource]
    let instructions: String
  }

  /// What is to be done with a line.
  enum Effect: Equatable {
    case send(JSONObject)
    /// Begin a call; `finish` says what came of it.
    case begin(MCPCall)
    case read(MCPRequestID, MCPResource)
    /// End a call that is under way: its outcome is not wanted any more.
    case drop(MCPRequestID)
  }

  /// A client that never waits for an outcome cannot fill the memory.
  static let mostUnderWay = 64

  private struct Request {
    let client: MCPClient
    var call: MCPCall?
    var resource: MCPResource?
  }

  let offer: Offer
  /// Set once a client shook hands.
  private(set) var handshake: MCPClient?
  private var underWay: [MCPRequestID: Request] = [:]
  private var subscriptions = MCPSubscriptions()
  private var questions = MCPQuestions()

  init(_ offer: Offer) { self.offer = offer }

  /// What notifications are wanted of.
  var watched: Set<MCPResource> { subscriptions.watched }

  // MARK: Lines in

  mutating func receive(_ line: ArraySlice<UInt8>) -> [Effect] {
    switch MCPMessage(line) {
    case .blank: return []
    case .refused(let fault, let id): return [.send(fault.response(to: id))]
    case .request(let id, let method, let params):
      do throws(MCPFault) { return try request(id, method, with: params) } catch {
        return [.send(error.response(to: id.json))]
      }
    case .notification("notifications/cancelled", let params): return cancel(params)
    case .notification: return []
    case .response(let id, let result): return answered(id, result)
    }
  }

  private mutating func request(
    _ id: MCPRequestID, _ method: String, with params: JSONObject
  ) throws(MCPFault) -> [Effect] {
    guard underWay[id] == nil, !subscriptions.isOpen(id) else {
      throw .request("a request with this id is under way")
    }
    if method == "initialize" { return try initialize(id, params) }
    let envelope = try MCPClient(envelope: params)
    guard let client = envelope ?? handshake else {
      guard method != "ping" else { return [.send(MCPResponse.line(id, [:], to: nil))] }
      throw .request(
        "call initialize first, or say the revision in params._meta (\(MCPRevision.stateless))")
    }
    switch method {
    case "tools/call": return try call(id, params, of: client)
    case "resources/read" where !offer.resources.isEmpty:
      let resource = try resource(params["uri"])
      try begin(id, Request(client: client, resource: resource))
      return [.read(id, resource)]
    case "subscriptions/listen" where client.isStateless:
      return [.send(try subscriptions.open(id, params, offered: offer.resources))]
    default:
      guard let result = try answer(method, params, to: client) else {
        let shown = Untrusted.quoted(method, bytes: MCPMessage.methodBytes)
        throw .method("there is no method '\(shown)' here")
      }
      return [.send(MCPResponse.line(id, result, to: client))]
    }
  }

  /// The result of a request that needs nothing from outside; nil for an unknown one.
  private mutating func answer(
    _ method: String, _ params: JSONObject, to client: MCPClient
  ) throws(MCPFault) -> JSONObject? {
    switch method {
    case "ping": return [:]
    case "server/discover" where client.isStateless: return discovery
    case "tools/list": return try list("tools", offer.tools.map(\.json), for: params)
    case _ where offer.resources.isEmpty: return nil
    case "resources/list": return try list("resources", offer.resources.map(\.json), for: params)
    case "resources/templates/list": return try list("resourceTemplates", [], for: params)
    case "resources/subscribe" where !client.isStateless:
      subscriptions.add(try resource(params["uri"]))
      return [:]
    case "resources/unsubscribe" where !client.isStateless:
      subscriptions.remove(try resource(params["uri"]))
      return [:]
    default: return nil
    }
  }

  // MARK: What the server is

  private mutating func initialize(
    _ id: MCPRequestID, _ params: JSONObject
  ) throws(MCPFault) -> [Effect] {
    guard handshake == nil else { throw .request("the connection is initialised already") }
    let client = try MCPClient(handshake: params)
    handshake = client
    let result: JSONObject = [
      "protocolVersion": .string(client.revision), "capabilities": capabilities,
      "serverInfo": MCPResponse.identity, "instructions": .string(offer.instructions),
    ]
    return [.send(MCPResponse.line(id, result, to: client))]
  }

  private var capabilities: JSONValue {
    offer.resources.isEmpty
      ? ["tools": [:]] : ["tools": [:], "resources": ["subscribe": true]]
  }

  private var discovery: JSONObject {
    MCPResponse.cacheable([
      "supportedVersions": [.string(MCPRevision.stateless)], "capabilities": capabilities,
      "instructions": .string(offer.instructions),
    ])
  }

  private func list(
    _ name: String, _ values: [JSONValue], for params: JSONObject
  ) throws(MCPFault) -> JSONObject {
    // All are on the first page, so no cursor was ever given.
    guard params["cursor"] == nil || params["cursor"] == .null else {
      throw .params("there is no such page")
    }
    return MCPResponse.cacheable([name: .array(values)])
  }

  private func resource(_ uri: JSONValue?) throws(MCPFault) -> MCPResource {
    guard let text = uri?.string, let resource = MCPResource(uri: text) else {
      let known = offer.resources.map(\.uri).joined(separator: ", ")
      throw .params("there is no such resource; there are: \(known)")
    }
    return resource
  }

  // MARK: Calls

  private mutating func call(
    _ id: MCPRequestID, _ params: JSONObject, of client: MCPClient
  ) throws(MCPFault) -> [Effect] {
    guard let name = params["name"]?.string else { throw .params("tools/call needs `name`") }
    guard offer.tools.contains(where: { $0.name == name }) else {
      let shown = Untrusted.quoted(name, bytes: MCPMessage.methodBytes)
      throw .params("there is no tool '\(shown)'")
    }
    let arguments: JSONObject
    switch params["arguments"] {
    case nil, .null: arguments = [:]
    case .object(let given): arguments = given
    default: throw .params("`arguments` is not an object")
    }
    var call = MCPCall(id: id, tool: name, arguments: arguments, client: client)
    try begin(id, Request(client: client, call: call))
    if client.isStateless, let mark = params["requestState"]?.string {
      let said = params["inputResponses"]?[MCPResponse.questionKey]?.object
      call.answer = questions.answer(with: mark, said, for: call)
    }
    return [.begin(call)]
  }

  private mutating func begin(_ id: MCPRequestID, _ request: Request) throws(MCPFault) {
    guard underWay.count < Self.mostUnderWay else {
      throw .request("\(Self.mostUnderWay) requests are under way already")
    }
    underWay[id] = request
  }

  /// What came of a call or a reading. Nothing is sent for one that was cancelled.
  mutating func finish(_ id: MCPRequestID, _ outcome: MCPOutcome) -> [Effect] {
    guard let request = underWay[id] else { return [] }
    if case .question(let question) = outcome, let call = request.call {
      return put(question, of: call)
    }
    underWay[id] = nil
    let result: JSONObject
    switch outcome {
    case .fault(let fault): return [.send(fault.response(to: id.json))]
    case .failure(let error): result = MCPResponse.failed(error)
    case .read(let value, let resource): result = MCPResponse.read(value, resource)
    case .result(let value): result = MCPResponse.called(value)
    case .question: return []
    }
    return [.send(MCPResponse.line(id, result, to: request.client))]
  }

  // MARK: Questions to the human

  private mutating func put(_ question: MCPQuestion, of call: MCPCall) -> [Effect] {
    let mark = questions.put(question, of: call)
    guard call.client.isStateless else {
      return [
        .send([
          "jsonrpc": "2.0", "id": .string(mark), "method": "elicitation/create",
          "params": .object(question.params),
        ])
      ]
    }
    underWay[call.id] = nil
    let result = MCPResponse.inputRequired(question, mark: mark)
    return [.send(MCPResponse.line(call.id, result, to: call.client))]
  }

  /// What a client that shook hands says to a question.
  private mutating func answered(_ id: MCPRequestID, _ result: JSONObject?) -> [Effect] {
    guard case .text(let mark) = id, let call = questions.answered(mark, result),
      underWay[call.id] != nil
    else { return [] }
    return [.begin(call)]
  }

  /// The client does not want the outcome of a request any more.
  private mutating func cancel(_ params: JSONObject) -> [Effect] {
    guard let id = params["requestId"].flatMap(MCPRequestID.init) else { return [] }
    subscriptions.close(id)
    guard underWay.removeValue(forKey: id) != nil else { return [] }
    let lines = questions.drop(of: id).map { mark -> Effect in
      .send([
        "jsonrpc": "2.0", "method": "notifications/cancelled",
        "params": ["requestId": .string(mark), "reason": "the call was cancelled"],
      ])
    }
    return [.drop(id)] + lines
  }

  // MARK: Notifications

  func changed(_ resource: MCPResource) -> [Effect] {
    subscriptions.changed(resource).map(Effect.send)
  }
}
