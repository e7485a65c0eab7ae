package import Base

/// The name of an ask: who raised it and the how-manieth of its asks it is. Numbers are never
/// given twice.
package struct AskID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let worker: Identifier
  package let number: Int

  package init(worker: Identifier, number: Int) {
    self.worker = worker
    self.number = number
  }

  /// Nil when `text` is not `<worker>-<n>`.
  package init?(_ text: String) {
    guard let dash = text.lastIndex(of: "-"),
      let worker = Identifier(valid: String(text[..<dash])),
      let number = Int(text[text.index(after: dash)...]), number > 0,
      "\(worker)-\(number)" == text
    else { return nil }
    self.init(worker: worker, number: number)
  }

  package var text: String { "\(worker)-\(number)" }
  package var description: String { text }

  package static func < (left: Self, right: Self) -> Bool {
    (left.worker, left.number) < (right.worker, right.number)
  }
}

/// A durable question to the human.
package struct Ask: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case worker, pulse, setup, gate, budget, runner
  }

  package let id: AskID
  /// Nil for an ask of the original, which knew no kinds.
  package let kind: Kind?
  package let prompt: String
  package let options: [String]
  package let reference: String?
  /// Seconds since 1970.
  package let raisedAt: Int
  /// The life of the worker that asks.
  package let generation: String?
  /// The digest of the move that waits for the answer.
  package let gateDigest: String?
  package let key: String?
  /// The record as it stands on disk, fields unknown to us included.
  package let record: JSONObject

  /// Reads a record; nil with what is wrong when it is no ask.
  static func read(_ record: JSONObject, id: AskID) -> Result<Ask, Problem> {
    guard let prompt = record["prompt"]?.string else { return .failure(.init("it has no prompt")) }
    if let said = record["id"]?.string, said != id.text {
      return .failure(.init("its id does not match its file's name"))
    }
    return .success(
      Ask(
        id: id, kind: record["kind"]?.string.flatMap(Kind.init(rawValue:)), prompt: prompt,
        options: record["options"]?.array?.compactMap(\.string) ?? [],
        reference: record["reference"]?.string, raisedAt: record["ts"]?.int ?? 0,
        generation: record["generation"]?.string, gateDigest: record["gate"]?.string,
        key: record["key"]?.string, record: record))
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

  func record(id: AskID, at now: Int) -> JSONObject {
    var record: JSONObject = [
      "v": 1, "id": .string(id.text), "worker": .string(worker.text), "prompt": .string(prompt),
    ]
    if let reference { record["reference"] = .string(reference) }
    if !options.isEmpty { record["options"] = .array(options.map(JSONValue.string)) }
    record["ts"] = .int(now)
    record["kind"] = .string(kind.rawValue)
    if let generation { record["generation"] = .string(generation) }
    if let gateDigest { record["gate"] = .string(gateDigest) }
    if let key { record["key"] = .string(key) }
    return record
  }
}
