internal import Foundation
public import HTTPServer

/// A model behind a socket of the loopback interface, at a port of its own.
public final class ModelServer: Sendable {
  /// What befalls the answer to the request of that number, the first is 1; what the CLIs ask on the
  /// side is not counted.
  public typealias Faults = @Sendable (_ request: Int) -> Fault?

  private let server: HTTPServer
  private let conversations = Conversations()

  public init(
    idle: Double = 600, faults: @escaping Faults = { _ in nil }, _ script: @escaping Desk.Script
  ) throws {
    let desk = Desk(script)
    server = try HTTPServer(
      idle: idle, refusal: { .problem($0, "not understood") },
      { [conversations] request in
        let (response, turn) = desk.answer(request)
        return (response, turn.flatMap { faults(conversations.note($0)) })
      })
  }

  public var port: UInt16 { server.port }

  /// The conversations it answered, in the order they came.
  public var turns: [Turn] { conversations.all }

  /// Whether its port is given back.
  public var isOver: Bool { server.isOver }

  /// Takes no more connections.
  public func stop() { server.stop() }
}

private final class Conversations: @unchecked Sendable {
  private let lock = NSLock()
  private var turns: [Turn] = []

  var all: [Turn] { lock.withLock { turns } }

  /// Keeps the turn; its number.
  func note(_ turn: Turn) -> Int {
    lock.withLock {
      turns.append(turn)
      return turns.count
    }
  }
}
