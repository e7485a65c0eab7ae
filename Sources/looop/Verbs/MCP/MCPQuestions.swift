internal import Base

/// The questions that were put to humans and have no answer yet.
struct MCPQuestions {
  struct Pending {
    /// The id of the server's own request, or the state that a stateless client sends back.
    let mark: String
    let question: MCPQuestion
    let call: MCPCall
  }

  /// A client that drops its questions cannot fill the memory: the oldest goes first.
  private static let most = 16

  private var pending: [Pending] = []
  private var count = 0

  /// The mark by which the answer finds it.
  mutating func put(_ question: MCPQuestion, of call: MCPCall) -> String {
    count += 1
    let mark = "looop-\(count)-\(question.subject.prefix(16))"
    pending.append(Pending(mark: mark, question: question, call: call))
    if pending.count > Self.most { pending.removeFirst() }
    return mark
  }

  /// The call that a response of the client concerns, with the human's answer.
  mutating func answered(_ mark: String, _ result: JSONObject?) -> MCPCall? {
    guard let place = pending.firstIndex(where: { $0.mark == mark && !$0.isStateless }) else {
      return nil
    }
    let found = pending.remove(at: place)
    var call = found.call
    call.answer = MCPQuestion.Answer(result, to: found.question)
    return call
  }

  /// The human's answer that comes with a call that is sent again; nil where it is not the same call, or
  /// was answered before: what was answered cannot be answered again with the same words.
  mutating func answer(
    with mark: String, _ result: JSONObject?, for call: MCPCall
  ) -> MCPQuestion.Answer? {
    guard
      let place = pending.firstIndex(where: {
        $0.mark == mark && $0.isStateless && $0.call.isSame(as: call)
      })
    else { return nil }
    return MCPQuestion.Answer(result, to: pending.remove(at: place).question)
  }

  /// Forgets those of a call that was cancelled; their marks.
  mutating func drop(of call: MCPRequestID) -> [String] {
    let dropped = pending.filter { $0.call.id == call && !$0.isStateless }.map(\.mark)
    pending.removeAll { dropped.contains($0.mark) }
    return dropped
  }
}

extension MCPQuestions.Pending {
  fileprivate var isStateless: Bool { call.client.isStateless }
}

extension MCPCall {
  /// Whether it is the same call, sent again with an answer.
  fileprivate func isSame(as other: MCPCall) -> Bool {
    tool == other.tool && arguments == other.arguments && client.name == other.client.name
  }
}
