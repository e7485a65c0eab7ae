internal import Base
internal import CSys
internal import Core

/// Serves one client on standard input and output: one process, one thread, one poll.
final class MCPServer {
  private let tools: any MCPTools
  /// Opens the loop to read a resource.
  private let open: () throws(LooopError) -> Wiring
  private var connection: MCPConnection
  private let input = MCPInput()
  private let output = MCPOutput()
  private let poller: Poller
  private var waits: [MCPRequestID: any MCPWait] = [:]
  private var watch: MCPWatch?

  init(
    _ tools: any MCPTools, _ offer: MCPConnection.Offer,
    open: @escaping () throws(LooopError) -> Wiring
  ) throws(LooopError) {
    self.tools = tools
    self.open = open
    connection = MCPConnection(offer)
    // Not the input: while the last lines are written, nothing more is read.
    poller = Poller(stop: try StopSignal())
  }

  /// Until the client closes its end, or a signal comes. What is under way then is left: a question stays
  /// in the mailbox, and a wait leaves nothing behind.
  func run() throws(LooopError) {
    while true {
      for line in input.take() {
        carryOut(connection.receive(line[...]))
        // Before the next line: what that changes is news to whoever subscribed or waits already.
        look()
      }
      look()
      guard !poller.isStopping, !input.isOver, Console.takesOutput else { break }
      poller.turn(sources, until: deadline)
    }
    _ = output.drain(poller)
    if let problem = input.problem { throw problem }
  }

  private var sources: [any PollSource] {
    (output.isFull ? [output] : [input, output]) + (watch.map { [$0.watcher] } ?? [])
      + waits.values.compactMap(\.process)
  }

  private var deadline: Monotonic? {
    (waits.values.map(\.limit) + (watch.map { [$0.nextLook] } ?? [])).min()
  }

  private func carryOut(_ effects: [MCPConnection.Effect]) {
    for effect in effects {
      switch effect {
      case .send(let message): output.send(message)
      case .drop(let id): waits[id] = nil
      case .begin(let call): if let outcome = begin(call) { finish(call.id, outcome) }
      case .read(let id, let resource): finish(id, read(resource))
      }
    }
  }

  private func finish(_ id: MCPRequestID, _ outcome: MCPOutcome) {
    carryOut(connection.finish(id, outcome))
  }

  /// Nil for a call that goes on.
  private func begin(_ call: MCPCall) -> MCPOutcome? {
    do throws(LooopError) {
      switch try tools.perform(call) {
      case .result(let value): return .result(value)
      case .question(let question): return .question(question)
      case .waits(let wait):
        waits[call.id] = wait
        // Watched before the first look: what comes in between is seen.
        try wait.watch(with: watching().watcher)
        return nil
      }
    } catch {
      waits[call.id] = nil
      return outcome(error)
    }
  }

  private func outcome(_ error: LooopError) -> MCPOutcome {
    let refusals = ["E_INSIDE", "E_UNSEEN"]
    return refusals.contains(error.code) ? .fault(.failed(error)) : .failure(error)
  }

  private func read(_ resource: MCPResource) -> MCPOutcome {
    do throws(LooopError) {
      let wiring = try open()
      switch resource {
      case .state: return .read(.object(try ContractTools.state(wiring)), resource)
      case .asks:
        return .read(try ContractTools.asks(wiring)["asks"] ?? .array([]), resource)
      }
    } catch {
      return .fault(.failed(error))
    }
  }

  // MARK: What may have changed

  private func watching() -> MCPWatch {
    if let watch { return watch }
    let made = MCPWatch()
    watch = made
    return made
  }

  /// Looks at all that waits, if something may have changed.
  private func look() {
    guard !waits.isEmpty || !connection.watched.isEmpty else {
      // The system has few watches.
      watch = nil
      return
    }
    let watch = watching()
    let isDue = watch.isDue || waits.values.contains { $0.limit <= .now() || $0.hasNews }
    guard isDue || watch.isNew(waits.count, connection.watched) else { return }
    watch.begin(waits.count, connection.watched)
    lookAtResources(watch)
    for (id, wait) in waits { look(at: wait, id, watch) }
  }

  private func look(at wait: any MCPWait, _ id: MCPRequestID, _ watch: MCPWatch) {
    do throws(LooopError) {
      try wait.watch(with: watch.watcher)
      guard let ending = try wait.look() else { return }
      waits[id] = nil
      finish(id, .result(ending.result))
      if let sent = ending.sent, output.drain(poller) { try sent() }
    } catch {
      waits[id] = nil
      finish(id, outcome(error))
    }
  }

  private func lookAtResources(_ watch: MCPWatch) {
    guard !connection.watched.isEmpty else { return }
    // What cannot be read now is read at the next change, and a client that reads it gets the reason.
    guard let wiring = try? open(), let seen = try? MCPSighting(wiring, watch.watcher) else {
      return
    }
    for resource in MCPResource.allCases where connection.watched.contains(resource) {
      if watch.sees(seen[resource], of: resource) { carryOut(connection.changed(resource)) }
    }
  }
}

extension MCPWait {
  fileprivate var hasNews: Bool { process?.hasEnded == true }
}
