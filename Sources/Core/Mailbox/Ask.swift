/// The name of an ask: who raised it and the how-manieth of its asks it is. Numbers are never
/// given twice.
public struct AskID: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let worker: Identifier
  public let number: Int

  public init(worker: Identifier, number: Int) {
    self.worker = worker
    self.number = number
  }

  /// Nil when `text` is not `<worker>-<n>`.
  public init?(_ text: String) {
    guard let dash = text.lastIndex(of: "-"),
      let worker = Identifier(valid: String(text[..<dash])),
      let number = Int(text[text.index(after: dash)...]), number > 0,
      "\(worker)-\(number)" == text
    else { return nil }
    self.init(worker: worker, number: number)
  }

  public var text: String { "\(worker)-\(number)" }
  public var description: String { text }

  public static func < (left: Self, right: Self) -> Bool {
    (left.worker, left.number) < (right.worker, right.number)
  }
}

/// A durable question to the human.
public struct Ask: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case worker, pulse, setup, gate, budget, runner
  }

  public let id: AskID
  /// Nil for an ask of the original, which knew no kinds.
  public let kind: Kind?
  public let prompt: String
  public let options: [String]
  public let reference: String?
  /// Seconds since 1970.
  public let raisedAt: Int
  /// The life of the worker that asks.
  public let generation: String?
  /// The digest of the move that waits for the answer.
  public let gateDigest: String?
  public let key: String?
  /// The record as it stands on disk, fields unknown to us included.
  public let record: JSONObject

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

  struct Problem: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }
}

/// An ask that is about to be raised.
public struct AskDraft: Sendable {
  public var worker: Identifier
  public var kind: Ask.Kind
  public var prompt: String
  public var options: [String]
  public var reference: String?
  public var generation: String?
  public var gateDigest: String?
  public var key: String?

  public init(
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
