package import Base

/// What one notifier sent about one ask: written before each sending, and after it.
package struct NotifyReceipt: Sendable, Equatable {
  /// One level: the first notification is level 0, each escalation one more.
  package struct Send: Sendable, Equatable {
    package var level = 0
    package var attempts = 0
    package var begunAt = 0
    package var sentAt: Int?
    package var failedAt: Int?
    /// Attempts of which it is not known whether they arrived.
    package var doubts = 0
    package var message: String?

    /// Begun, and without an end on record.
    package var isOpen: Bool { sentAt == nil && failedAt == nil && attempts > 0 }

    /// The pause after that many failures.
    static func pause(after attempts: Int) -> Duration {
      .seconds(min(600, 5 << min(max(attempts, 1) - 1, 7)))
    }

    /// When it may be tried again.
    func retry(now: Int) -> Int {
      let last = failedAt ?? begunAt
      // A clock that was set back must not stretch the pause.
      return last > now ? now : last + Self.pause(after: attempts).seconds
    }
  }

  package var ask: String
  package var notifier: String
  /// What a reply must carry. It is in no event, no state and no argument list.
  package var nonce: String
  /// The digest of the question as it was sent.
  package var shown: String
  /// Whether all of the question was sent.
  package var isWhole: Bool
  package var sends: [Send] = []
  package var record = JSONObject()

  package init(ask: String, notifier: String, nonce: String) {
    self.ask = ask
    self.notifier = notifier
    self.nonce = nonce
    shown = ""
    isWhole = true
  }

  /// The highest level that was sent; nil before the first.
  package var settled: Int? { sends.filter { $0.sentAt != nil }.map(\.level).max() }

  package func send(_ level: Int) -> Send? { sends.first { $0.level == level } }

  package mutating func begin(_ level: Int, at now: Int) {
    var send = send(level) ?? Send(level: level)
    (send.attempts, send.begunAt, send.failedAt, send.message) = (send.attempts + 1, now, nil, nil)
    put(send)
  }

  package mutating func succeed(_ level: Int, at now: Int) {
    guard var send = send(level) else { return }
    (send.sentAt, send.failedAt, send.message) = (now, nil, nil)
    put(send)
  }

  package mutating func fail(_ level: Int, at now: Int, _ message: String, isDoubtful: Bool) {
    guard var send = send(level) else { return }
    (send.failedAt, send.message) = (now, message)
    if isDoubtful { send.doubts += 1 }
    put(send)
  }

  /// Closes what a process that is gone had begun: whether it arrived is not known. It failed when it began,
  /// so that its pause is over by now. Returns its levels.
  package mutating func interrupt() -> [Int] {
    let open = sends.filter(\.isOpen)
    for send in open {
      fail(send.level, at: send.begunAt, Self.interruption, isDoubtful: true)
    }
    return open.map(\.level)
  }

  static let interruption = "the notifier ended while it was being sent"

  private mutating func put(_ send: Send) {
    sends.removeAll { $0.level == send.level }
    sends.append(send)
    sends.sort { $0.level < $1.level }
  }
}

extension NotifyReceipt: ShapedRecord {
  package static let blank = NotifyReceipt(ask: "", notifier: "", nonce: "")

  /// As `receipts/<ask id>.<notifier>.json` has it.
  package static let shape = Shape<NotifyReceipt>(keeping: \.record) { field in
    field.version()
    field(needed: "ask", \.ask, "the ask")
    field("notifier", \.notifier, "who sent it")
    field(needed: "nonce", \.nonce, "what a reply must carry to count")
    field("shown", \.shown, "the digest of the question as it was sent")
    field("whole", \.isWhole, "whether all of the question was sent")
    field("sends", \.sends, "what was sent, by level")
  }

  static func read(_ record: JSONObject) -> NotifyReceipt? {
    guard var receipt = try? NotifyReceipt(record), !receipt.nonce.isEmpty else { return nil }
    receipt.record = record
    return receipt
  }
}

extension NotifyReceipt.Send: ShapedRecord {
  package static let blank = Self()

  package static let shape = Shape<Self> { field in
    field(needed: "level", \.level, "0 for the first notification, 1 for the first escalation, …")
    field("attempts", \.attempts, "how often it was begun")
    field("begun", \.begunAt, "when the last attempt began")
    field(optional: "sent", \.sentAt, "when the command ended well")
    field(optional: "failed", \.failedAt, "when it failed")
    field(
      "doubts", \.doubts, omitting: 0,
      "attempts of which it is not known whether they arrived: what follows one is marked as repeated"
    )
    field(optional: "message", \.message, "why it failed")
  }
}
