internal import Foundation

/// A server behind a socket of the loopback interface, at a port of its own.
///
/// It ends with its owner, or when nobody asked it anything for `idle` seconds. It takes one
/// request a connection, each on a thread: the clients are real programs, and few.
public final class HTTPServer: @unchecked Sendable {
  /// What is answered to a request, and what befalls the answer.
  public typealias Answer = @Sendable (HTTPRequest) -> (HTTPResponse, Fault?)
  /// What is answered to what is no request, with that status.
  public typealias Refusal = @Sendable (_ status: Int) -> HTTPResponse

  public let port: UInt16
  private let listener: Int32
  private let answer: Answer
  private let refusal: Refusal
  private let idle: Double
  private let lock = NSLock()
  private var asked: [HTTPRequest] = []
  private var open = 0
  private var waiting = 0
  private var releases = 0
  private var isStopped = false
  private var isClosed = false

  /// More connections at once than a handful of programs make are closed unheard.
  private static let mostConnections = 32
  /// How long one connection may take to send its request, or to take its answer.
  private static let patience = 30
  /// How often, in milliseconds, a held connection looks whether it still is.
  private static let heldLook: Int32 = 20

  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public init(
    idle: Double = 600, refusal: @escaping Refusal = { HTTPResponse($0, "not understood\n") },
    _ answer: @escaping Answer
  ) throws {
    self.idle = idle
    self.refusal = refusal
    self.answer = answer
    (listener, port) = try Self.listen()
    Thread.detachNewThread { [weak self, listener] in
      Self.accept(listener) { self }
      // Marked first: a number that is given to somebody else is never shut down.
      self?.closes()
      close(listener)
    }
  }

  deinit { stop() }

  /// What it was asked, in the order it came.
  public var requests: [HTTPRequest] { lock.withLock { asked } }

  /// How many clients wait for an answer that stalls or is held.
  public var held: Int { lock.withLock { waiting } }

  /// Whether its port is given back.
  public var isOver: Bool { lock.withLock { isClosed } }

  /// Gives the answers it holds.
  public func release() { lock.withLock { releases += 1 } }

  /// Takes no more connections.
  public func stop() {
    lock.withLock {
      // The thread that waits for connections wakes up from it, and closes.
      if !isStopped, !isClosed { shutdown(listener, Int32(SHUT_RDWR)) }
      isStopped = true
    }
  }

  // MARK: The listening side

  private static func listen() throws -> (Int32, UInt16) {
    let fd = socket(AF_INET, streamKind, 0)
    guard fd >= 0 else { throw Failure(description: "no socket to be had") }
    _ = fcntl(fd, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, size) == 0 && Foundation.listen(fd, 16) == 0 && getsockname(fd, $0, &size) == 0
      }
    }
    guard isBound else {
      close(fd)
      throw Failure(description: "no port to be had: \(String(cString: strerror(errno)))")
    }
    return (fd, UInt16(bigEndian: address.sin_port))
  }

  /// `owner` is asked anew each time, so that this thread does not keep the server alive.
  private static func accept(_ listener: Int32, for owner: () -> HTTPServer?) {
    var quiet = 0.0
    while let server = owner(), !server.hasStopped, quiet < server.idle {
      var slot = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&slot, 1, 1_000) > 0 else {
        quiet += 1
        continue
      }
      quiet = 0
      let fd = Foundation.accept(listener, nil, nil)
      guard fd >= 0 else { continue }
      _ = fcntl(fd, F_SETFD, FD_CLOEXEC)
      guard server.enters() else {
        close(fd)
        continue
      }
      Thread.detachNewThread {
        server.serve(fd)
        server.leaves()
      }
    }
  }

  private var hasStopped: Bool { lock.withLock { isStopped } }
  private func closes() { lock.withLock { isClosed = true } }
  private func leaves() { lock.withLock { open -= 1 } }
  private func enters() -> Bool {
    lock.withLock {
      guard open < Self.mostConnections else { return false }
      open += 1
      return true
    }
  }

  // MARK: One connection

  private func serve(_ fd: Int32) {
    defer { close(fd) }
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      switch HTTPRequest.read(bytes) {
      case .incomplete:
        let count = recv(fd, &chunk, chunk.count, 0)
        guard count > 0 else { return }
        bytes += chunk[..<count]
      case .bad(let status): return send(refusal(status).bytes, to: fd)
      case .complete(let request): return answer(request, to: fd)
      }
    }
  }

  private func answer(_ request: HTTPRequest, to fd: Int32) {
    // What is released from now on lets this one go too.
    let released = lock.withLock {
      asked.append(request)
      return releases
    }
    let (response, fault) = answer(request)
    if fault == .hold { hold(fd) { releases == released } }
    send(fault?.bytes(of: response) ?? response.bytes, to: fd)
    if fault == .stall { hold(fd) { true } }
    if fault == .pause {
      hold(fd) { releases == released }
      send(Array(response.bytes.suffix(response.body.utf8.count / 2)), to: fd)
    }
  }

  /// Leaves the client waiting until it goes, or `holds` no more.
  private func hold(_ fd: Int32, while holds: () -> Bool) {
    lock.withLock { waiting += 1 }
    defer { lock.withLock { waiting -= 1 } }
    var seconds = 0.0
    while lock.withLock({ !isStopped && holds() }), seconds < idle {
      var slot = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
      if poll(&slot, 1, Self.heldLook) > 0 { return }
      seconds += Double(Self.heldLook) / 1_000
    }
  }

  private func send(_ bytes: [UInt8], to fd: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(fd, $0.baseAddress, $0.count, Self.noSignal)
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  #if canImport(Darwin)
    private static let streamKind = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #else
    private static let streamKind = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
}
