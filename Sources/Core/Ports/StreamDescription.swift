/// How the adapter that is not made for one agent CLI reads what the CLI prints.
public enum StreamFormat: Sendable, Equatable {
  /// Plain text and looop's own vocabulary of events, mixed.
  case mixed
  /// Plain text only: a line that happens to be JSON is text too.
  case text
  case described(StreamDescription)
}

/// What the JSON lines of an agent CLI mean, as data. Nothing in it runs.
public struct StreamDescription: Sendable, Equatable {
  /// Where a value stands: the first of these that leads to one, null not counted.
  public typealias Place = [JSONPointer]

  /// The parts of a line's type; those that are there are joined with a full stop.
  public var type: [JSONPointer]
  /// What is looked for in every line, whatever its type.
  public var session: Place = []
  public var model: Place = []
  /// By a line's whole type.
  public var lines: [String: Line] = [:]
  /// By how a type begins, the longest beginning first; counts where the whole type is not told.
  public var beginnings: [Beginning] = []
  /// What parts of an error's text mean, in lower case; the first that is found counts.
  public var classes: [Words] = []
  /// How lines of standard error begin that say nothing.
  public var errorNoise: [String] = []
  /// The exit code of a run that began and that an interrupt ended without a last word.
  public var interruptExit: Int?

  public init(type: [JSONPointer]) { self.type = type }

  /// Whether the CLI says itself that a run is over; if not, the exit of its process ends it.
  public var declaresEnds: Bool {
    lines.values.contains { $0.end != nil } || beginnings.contains { $0.line.end != nil }
  }

  public func line(ofType type: String) -> Line? {
    lines[type] ?? beginnings.first { type.hasPrefix($0.start) }?.line
  }
}

extension StreamDescription {
  public struct Beginning: Sendable, Equatable {
    public var start: String
    public var line: Line

    public init(start: String, line: Line) {
      self.start = start
      self.line = line
    }
  }

  public struct Words: Sendable, Equatable {
    public var words: String
    public var failureClass: RunnerFailure.Class

    public init(_ words: String, _ failureClass: RunnerFailure.Class) {
      self.words = words
      self.failureClass = failureClass
    }
  }

  /// What a line of one type holds; without any of it the line is known and says nothing.
  public struct Line: Sendable, Equatable {
    public var session: Place = []
    public var model: Place = []
    /// The agent's words.
    public var text: Place = []
    /// A piece of its words; pieces belong together until it does something else.
    public var piece: Place = []
    /// The final answer, which outranks the texts; a value that is no text is taken as JSON.
    public var answer: Place = []
    public var reasoning: Place = []
    public var tool: Tool?
    /// What a tool gave back.
    public var result: Place = []
    public var usage: Tokens?
    public var retry: Retry?
    public var error: Failure?
    public var end: End?

    public init() {}
  }

  public enum End: String, Sendable, CaseIterable {
    case well, failed
  }

  public struct Tool: Sendable, Equatable {
    public enum Name: Sendable, Equatable {
      case fixed(String)
      /// The texts that are there are joined with a full stop.
      case at([JSONPointer])
    }

    public var name: Name
    public var detail: Place = []
    /// Of a tool told at its start and again at its end, so that it counts once.
    public var id: Place = []

    public init(name: Name) { self.name = name }
  }

  public struct Tokens: Sendable, Equatable {
    public var input: Place = []
    public var output: Place = []
    public var cacheRead: Place = []
    public var cacheWrite: Place = []
    /// US dollars.
    public var dollars: Place = []
    /// The input's tokens count those from the cache too.
    public var cachedIsInput = false
    /// The numbers are those of the whole run so far; else those of several lines add up.
    public var isTotal = false

    public init() {}
  }

  public struct Failure: Sendable, Equatable {
    public var message: Place = []
    /// Where the message stands when the text at `message` is a JSON document itself.
    public var body: Place = []
    /// The class of an error that has a body and says nothing known.
    public var bodyClass: RunnerFailure.Class?
    /// A value that names the error, and which class each name means.
    public var name: Place = []
    public var names: [String: RunnerFailure.Class] = [:]
    /// An HTTP status.
    public var status: Place = []
    public var wait: Wait?
    /// The class when nothing else tells one.
    public var otherwise: RunnerFailure.Class

    public init(otherwise: RunnerFailure.Class) { self.otherwise = otherwise }
  }

  /// An error after which the CLI tries again by itself.
  public struct Retry: Sendable, Equatable {
    public var failure: Failure
    /// How the message begins; a line with another message is no retry. Nil for any message.
    public var start: String?

    public init(failure: Failure, start: String?) {
      self.failure = failure
      self.start = start
    }
  }

  public struct Wait: Sendable, Equatable {
    public enum Unit: String, Sendable, CaseIterable {
      case seconds = "s"
      case milliseconds = "ms"
      /// A text such as "try again in 5 minutes" or "1m30s".
      case words
    }

    public var place: Place
    public var unit: Unit

    public init(place: Place, unit: Unit) {
      self.place = place
      self.unit = unit
    }
  }
}
