internal import Base
internal import Core

/// What a worker may do over MCP: what it may do by `looop ask` and `looop done`.
struct WorkerTools: MCPTools {
  /// Opens the loop for one call, checked as for a verb.
  let open: (MCPClient, Touch) throws(LooopError) -> Wiring
  let worker: Identifier

  var tools: [MCPTool] { Self.all }

  static let all = [ask, done]

  private static let ask = MCPTool(
    "ask", title: "Ask the human", effect: .writes, takes: MCPShapes.Question.self,
    gives: MCPShapes.Asked.self,
    about:
      "Asks the human and waits for the answer. While there is none, ask the same again: the same"
      + " question resumes the same ask.")
  private static let done = MCPTool(
    "done", title: "Report and finish", effect: .writes, takes: MCPShapes.Report.self,
    gives: MCPShapes.Written.self,
    about: "Reports what was done, or why it failed, and ends your work.")

  func perform(_ call: MCPCall) throws(LooopError) -> MCPWork {
    guard call.tool == Self.done.name else { return .waits(try ask(call)) }
    let input = try call.input(MCPShapes.Report.self, of: Self.done)
    let text = try Body.given(input.report, what: "report")
    let wiring = try opened(call)
    try wiring.loop.fleet.recordDone(worker, isSuccess: !input.isFailed, report: text)
    return .result(
      wiring.printed(MCPShapes.Written(text: "report recorded; you may stop now")))
  }

  private func ask(_ call: MCPCall) throws(LooopError) -> WaitForAnswer {
    let input = try call.input(MCPShapes.Question.self, of: Self.ask)
    let text = try Body.given(input.text, what: "question")
    let limit = try MCPPatience.limit(input.seconds)
    let desk = AskDesk(wiring: try opened(call), worker: worker)
    let options = input.options.map(Untrusted.oneLine).filter { !$0.isEmpty }
    let ask = try desk.pose(
      text, options: options, reference: input.reference, key: input.key)
    return WaitForAnswer(desk, ask, until: limit)
  }

  private func opened(_ call: MCPCall) throws(LooopError) -> Wiring {
    let wiring = try open(call.client, .writes)
    try wiring.open()
    return wiring
  }
}

/// An `ask` of a worker.
final class WaitForAnswer: MCPWait {
  let limit: Monotonic
  let process: ProcessHandle? = nil
  private let desk: AskDesk
  private let ask: Ask

  init(_ desk: AskDesk, _ ask: Ask, until limit: Monotonic) {
    self.desk = desk
    self.ask = ask
    self.limit = limit
  }

  func watch(with watcher: FileWatcher) {
    for folder in [desk.wiring.directory.answers, desk.wiring.directory.asks] {
      watcher.watch(folder)
    }
  }

  func look() throws(LooopError) -> MCPEnding? {
    let answer = try desk.answer(to: ask)
    guard answer != nil || limit <= .now() else { return nil }
    let asked = MCPShapes.Asked(ask: ask.id, answer: answer?.text)
    let mailbox = desk.wiring.loop.mailbox
    let id = ask.id
    // Delivered once it was sent: a kill in between repeats the answer and loses nothing.
    let sent: (() throws(LooopError) -> Void)? =
      answer == nil ? nil : { () throws(LooopError) in try mailbox.markDelivered(id) }
    return MCPEnding(result: asked.json.object ?? [:], sent: sent)
  }
}
