package import Base

/// The name of an ask: who raised it, and the number of the ask among theirs. No number
/// is given twice.
package struct AskID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let worker: Identifier
  package let number: Int

  package init(worker: Identifier, number: Int) {
    self.worker = worker
    self.number = number
  }

  /// Nil when `text` is not `<worker>-<n>`, as it is shown or as a person types it.
  package init?(_ text: String) {
    self.init(text) {
      Identifier(valid: $0) ?? Identifier(writtenOriginal: $0) ?? Identifier(original: $0)
    }
  }

  /// The ask whose record has that name, without its `.json`.
  package init?(file name: String) {
    self.init(name) { Identifier(valid: $0) ?? Identifier(original: $0) }
  }

  private init?(_ text: String, worker: (String) -> Identifier?) {
    guard let dash = text.lastIndex(of: "-"),
      let worker = worker(String(text[..<dash])),
      case let digits = text[text.index(after: dash)...],
      let number = Int(digits), number > 0, "\(number)" == digits
    else { return nil }
    self.init(worker: worker, number: number)
  }

  /// As its files begin.
  var fileName: String { "\(worker.originalName)-\(number)" }
  package var text: String { "\(worker)-\(number)" }
  package var description: String { text }

  package static func < (left: Self, right: Self) -> Bool {
    (left.worker, left.number) < (right.worker, right.number)
  }
}

extension AskID: JSONReadable {
  package static var kind: ShapeKind { .string }
  package var json: JSONValue { .string(text) }
  package init?(json: JSONValue) {
    guard let text = json.string else { return nil }
    self.init(text)
  }
}

/// A durable question to the human.
package struct Ask: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable, JSONReadable {
    case worker, pulse, setup, gate, budget, runner
  }

  package let id: AskID
  /// Nil for an ask of the original, which knew no kinds.
  package var kind: Kind?
  package var prompt = ""
  package var options: [String] = []
  package var reference: String?
  /// Seconds since 1970.
  package var raisedAt = 0
  /// The life of the worker that asks.
  package var generation: String?
  /// The digest of the move that waits for the answer.
  package var gateDigest: String?
  package var key: String?
  /// The record as it stands on disk, fields unknown to us included.
  package var record = JSONObject()

  init(id: AskID) { self.id = id }

  /// As it is shown: an older looop may have kept secrets in it.
  package func redacted(by redaction: Redaction) -> Ask {
    var ask = self
    ask.prompt = redaction.question(prompt, of: kind)
    ask.options = options.map(redaction.text)
    ask.reference = reference.map(redaction.text)
    return ask
  }

  /// Reads a record; what is wrong with it when it is not an ask.
  static func read(_ record: JSONObject, id: AskID) -> Result<Ask, Problem> {
    if let said = record["id"]?.string, said != id.text, said != id.fileName {
      return .failure(.init("its id does not match its file's name"))
    }
    var ask = Ask(id: id)
    do throws(Problem) {
      try shape.read(record, into: &ask)
    } catch { return .failure(error) }
    ask.record = record
    return .success(ask)
  }
}

extension Ask: Shaped {
  /// As `asks/<id>.json` has it.
  package static let shape = Shape<Ask>(keeping: \.record) { field in
    field.version()
    field("id", \.id, "its name: who asks, and a number")
    field("worker", \.id.worker, "who asks")
    field(needed: "prompt", \.prompt, "the question")
    field(optional: "reference", \.reference, "what it is about: a path or an address")
    field("options", \.options, omitting: [], "answers to choose from")
    field("ts", \.raisedAt, "when it was raised")
    field(optional: "kind", \.kind, "who raised it and what for")
    field(optional: "generation", \.generation, "the life of the worker that asks")
    field(
      optional: "gate", \.gateDigest,
      "the digest of the move that waits for the answer, and of this prompt")
    field(optional: "key", \.key, "asking again with the same key is the same ask")
  }
}

/// An ask that is about to be raised.
package struct AskDraft: Sendable {
  package var worker: Identifier
  package var kind: Ask.Kind
  package var prompt: String
  package var options: [String]
  package var reference: String?
  package var generation: String?
  package var gateDigest: String?
  package var key: String?

  package init(
    worker: Identifier, kind: Ask.Kind, prompt: String, options: [String] = [],
    reference: String? = nil, generation: String? = nil, gateDigest: String? = nil,
    key: String? = nil
  ) {
    self.worker = worker
    self.kind = kind
    self.prompt = prompt
    self.options = options
    self.reference = reference
    self.generation = generation
    self.gateDigest = gateDigest
    self.key = key
  }

  /// Without secrets: a question is shown on screens and stands in prompts.
  package func redacted(by redaction: Redaction) -> AskDraft {
    var draft = self
    draft.prompt = redaction.question(prompt, of: kind)
    draft.options = options.map(redaction.text)
    draft.reference = reference.map(redaction.text)
    return draft
  }

  func record(id: AskID, at now: Int) -> JSONObject { ask(id: id, at: now).record }

  /// The ask that it becomes.
  package func ask(id: AskID, at now: Int) -> Ask {
    var ask = Ask(id: id)
    ask.kind = kind
    ask.prompt = prompt
    ask.options = options
    ask.reference = reference
    ask.raisedAt = now
    ask.generation = generation
    ask.gateDigest = gateDigest
    ask.key = key
    ask.record = Ask.shape.json(of: ask)
    return ask
  }
}

extension Redaction {
  /// The question of a gate was made of a move, and shows all of it that could run.
  fileprivate func question(_ prompt: String, of kind: Ask.Kind?) -> String {
    kind == .gate ? command(prompt) : text(prompt)
  }
}
