internal import Base
internal import Core

/// How the `custom` adapter reads what a CLI prints.
enum StreamFormat: Sendable, Equatable {
  /// Plain text mixed with looop's own vocabulary of events.
  case mixed
  /// Plain text only: a line that happens to be JSON is text too.
  case text
  case described(StreamDescription)
}

extension RunnerPreset {
  var stream: StreamFormat { options?.value as? StreamFormat ?? .mixed }
}

/// What the JSON lines of an agent CLI mean, as data.
struct StreamDescription: Sendable, Equatable {
  /// Where to find a value: the first pointer that leads to one other than null. Empty for nowhere.
  typealias Place = [JSONPointer]

  /// The parts of a line's type; those that are present are joined with a full stop.
  var type: [JSONPointer]
  /// Looked for in every line, whatever its type.
  var session: Place = []
  var model: Place = []
  /// What a line means, by its whole type.
  var lines: [String: Line] = [:]
  /// The same by how a type begins, the longest beginning first; for types that `lines` lacks.
  var beginnings: [Beginning] = []
  /// Words in an error's text and what they mean, in lower case; the first match counts.
  var classes: [Words] = []
  /// How lines of standard error begin that mean nothing.
  var errorNoise: [String] = []
  /// The exit code of a run that began and was interrupted; nil when interrupts have none of their own.
  var interruptExit: Int?

  init(type: [JSONPointer]) { self.type = type }

  /// Whether a line of the CLI ends a run; if not, only the exit of its process does.
  var declaresEnds: Bool {
    lines.values.contains { $0.end != nil } || beginnings.contains { $0.line.end != nil }
  }

  /// What lines of `type` mean; nil for an unknown type.
  func line(ofType type: String) -> Line? {
    lines[type] ?? beginnings.first { type.hasPrefix($0.start) }?.line
  }
}

extension StreamDescription {
  struct Beginning: Sendable, Equatable {
    var start: String
    var line: Line

    init(start: String, line: Line) {
      self.start = start
      self.line = line
    }
  }

  struct Words: Sendable, Equatable {
    var words: String
    var failureClass: RunnerFailure.Class

    init(_ words: String, _ failureClass: RunnerFailure.Class) {
      self.words = words
      self.failureClass = failureClass
    }
  }

  /// What a line of one type holds. A line that holds nothing is recognised and ignored.
  struct Line: Sendable, Equatable {
    var session: Place = []
    var model: Place = []
    /// The agent's words.
    var text: Place = []
    /// A piece of its words; pieces form one text until a line of another kind.
    var piece: Place = []
    /// The final answer, which takes precedence over the texts; other values than texts as JSON.
    var answer: Place = []
    var reasoning: Place = []
    var tool: Tool?
    /// The result of a tool.
    var result: Place = []
    var usage: Tokens?
    var retry: Retry?
    var error: Failure?
    var end: End?

    init() {}
  }

  enum End: String, Sendable, CaseIterable {
    case well, failed
  }

  struct Tool: Sendable, Equatable {
    enum Name: Sendable, Equatable {
      case fixed(String)
      /// The texts that are present, joined with a full stop.
      case at([JSONPointer])
    }

    var name: Name
    var detail: Place = []
    /// The id of a call that is reported at its start and at its end, so that it counts once.
    var id: Place = []

    init(name: Name) { self.name = name }
  }

  struct Tokens: Sendable, Equatable {
    var input: Place = []
    var output: Place = []
    var cacheRead: Place = []
    var cacheWrite: Place = []
    /// US dollars.
    var dollars: Place = []
    /// Whether the number of input tokens includes those read from the cache.
    var cachedIsInput = false
    /// Whether the numbers are totals of the run so far; otherwise those of several lines add up.
    var isTotal = false

    init() {}
  }

  struct Failure: Sendable, Equatable {
    var message: Place = []
    /// Where to find the message inside the text at `message` when that is a JSON document itself.
    var body: Place = []
    /// The class of an error that has a body without any known words.
    var bodyClass: RunnerFailure.Class?
    /// A value that names the error, and the class of each name.
    var name: Place = []
    var names: [String: RunnerFailure.Class] = [:]
    /// An HTTP status.
    var status: Place = []
    var wait: Wait?
    /// The class when nothing else decides.
    var otherwise: RunnerFailure.Class

    init(otherwise: RunnerFailure.Class) { self.otherwise = otherwise }
  }

  /// An error that the CLI retries by itself.
  struct Retry: Sendable, Equatable {
    var failure: Failure
    /// How the message of a retry begins; nil for any message.
    var start: String?

    init(failure: Failure, start: String?) {
      self.failure = failure
      self.start = start
    }
  }

  struct Wait: Sendable, Equatable {
    enum Unit: String, Sendable, CaseIterable {
      case seconds = "s"
      case milliseconds = "ms"
      /// A text such as "try again in 5 minutes" or "1m30s".
      case words
    }

    var place: Place
    var unit: Unit

    init(place: Place, unit: Unit) {
      self.place = place
      self.unit = unit
    }
  }
}
