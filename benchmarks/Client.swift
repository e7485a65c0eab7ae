import Glibc

/// How long a client on `looop mcp` waits for what waits for the human.
enum Client {
  private static let count = 500

  /// In a loop with ten asks of workers, a pulse up and paused: from the write of a call of `asks` to the
  /// line with its result.
  static func measure(_ loop: Loop) {
    loop.run("pause")
    guard loop.up() != nil else { return Table.failed("mcp", "the pulse did not start") }
    defer { loop.down() }
    for number in 1...10 { loop.run("ask", "w\(number)", "Which?", "--wait", "0") }
    guard let server = Conversation(loop) else {
      return Table.failed("mcp", "the server did not start")
    }
    defer { server.close() }
    let hello = server.ask(
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#)
    guard hello?.contains("2025-11-25") == true else {
      return Table.failed("mcp", "no handshake: \(hello ?? "nothing")")
    }
    let times = (1...count).compactMap { id -> Int? in
      let call = #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"asks"}}"#
      let started = Clock.now()
      guard let line = server.ask(call), line.contains("structuredContent") else { return nil }
      return Clock.now() - started
    }
    guard times.count == count else {
      return Table.failed("mcp", "\(count - times.count) calls failed")
    }
    Table.row("a call of `asks` over MCP, ten asks, p50 / p99", Samples(times).text)
  }
}

/// A server on two named pipes.
private final class Conversation {
  private let pid: pid_t
  private let input: Int32
  private let output: Int32
  private var rest: [UInt8] = []

  init?(_ loop: Loop) {
    let (there, back) = ("\(loop.folder)/there", "\(loop.folder)/back")
    guard mkfifo(there, 0o600) == 0, mkfifo(back, 0o600) == 0 else { return nil }
    let line = "exec '\(loop.binary)' mcp <'\(there)' >'\(back)'"
    pid = Launch(["/bin/sh", "-c", line], loop.environment).start()
    guard pid > 0 else { return nil }
    input = open(there, O_WRONLY)
    output = open(back, O_RDONLY)
  }

  /// Sends a line; the next one that comes back.
  func ask(_ line: String) -> String? {
    let bytes = Array((line + "\n").utf8)
    guard write(input, bytes, bytes.count) == bytes.count else { return nil }
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      if let end = rest.firstIndex(of: 0x0A) {
        defer { rest.removeSubrange(...end) }
        return String(decoding: rest[..<end], as: UTF8.self)
      }
      let count = read(output, &piece, piece.count)
      guard count > 0 else { return nil }
      rest += piece[..<count]
    }
  }

  func close() {
    Glibc.close(input)
    Glibc.close(output)
    Launch.wait(pid)
  }
}
