package import Base
package import Core

/// How the adapter that is not made for one agent CLI reads what a CLI prints.
package enum StreamFormat: Sendable, Equatable {
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
package struct StreamDescription: Sendable, Equatable {
  /// Where to find a value: the first pointer that leads to one other than null. Empty for nowhere.
  package typealias Place = [JSONPointer]

  /// The parts of a line's type; those that are present are joined with a full stop.
  package var type: [JSONPointer]
  /// Looked for in every line, whatever its type.
  package var session: Place = []
  package var model: Place = []
  /// What a line means, by its whole type.
  package var lines: [String: Line] = [:]
  /// The same by how a type begins, the longest beginning first; for types that `lines` lacks.
  package var beginnings: [Beginning] = []
  /// Words in an error's text and what they mean, in lower case; the first match counts.
  package var classes: [Words] = []
  /// How lines of standard error begin that mean nothing.
  package var errorNoise: [String] = []
  /// The exit code of a run that began and was interrupted; nil when interrupts have none of their own.
  package var interruptExit: Int?

  package init(type: [JSONPointer]) { self.type = type }

  /// Whether a line of the CLI ends a run; if not, only the exit of its process does.
  package var declaresEnds: Bool {
    lines.values.contains { $0.end != nil } || beginnings.contains { $0.line.end != nil }
  }

  /// What lines of `type` mean; nil for an unknown type.
  package func line(ofType type: String) -> Line? {
    lines[type] ?? beginnings.first { type.hasPrefix($0.start) }?.line
  }
}

extension StreamDescription {
  package struct Beginning: Sendable, Equatable {
    package var start: String
    package var line: Line

    package init(start: String, line: Line) {
      self.start = start
      self.line = line
    }
  }

  package struct Words: Sendable, Equatable {
    package var words: String
    package var failureClass: RunnerFailure.Class

    package init(_ words: String, _ failureClass: RunnerFailure.Class) {
      self.words = words
      self.failureClass = failureClass
    }
  }

  /// What a line of one type holds. A line that holds nothing is recognised and ignored.
  package struct Line: Sendable, Equatable {
    package var session: Place = []
    package var model: Place = []
    /// The agent's words.
    package var text: Place = []
    /// A piece of its words; pieces form one text until a line of another kind.
    package var piece: Place = []
    /// The final answer, which takes precedence over the texts; other values than texts as JSON.
    package var answer: Place = []
    package var reasoning: Place = []
    package var tool: Tool?
    /// The result of a tool.
    package var result: Place = []
    package var usage: Tokens?
    package var retry: Retry?
    package var error: Failure?
    package var end: End?

    package init() {}
  }

  package enum End: String, Sendable, CaseIterable {
    case well, failed
  }

  package struct Tool: Sendable, Equatable {
    package enum Name: Sendable, Equatable {
      case fixed(String)
      /// The texts that are present, joined with a full stop.
      case at([JSONPointer])
    }

    package var name: Name
    package var detail: Place = []
    /// The id of a call that is reported at its start and at its end, so that it counts once.
    package var id: Place = []

    package init(name: Name) { self.name = name }
  }

  package struct Tokens: Sendable, Equatable {
    package var input: Place = []
    package var output: Place = []
    package var cacheRead: Place = []
    package var cacheWrite: Place = []
    /// US dollars.
    package var dollars: Place = []
    /// Whether the number of input tokens includes those read from the cache.
    package var cachedIsInput = false
    /// Whether the numbers are totals of the run so far; otherwise those of several lines add up.
    package var isTotal = false

    package init() {}
  }

  package struct Failure: Sendable, Equatable {
    package var message: Place = []
    /// Where to find the message inside the text at `message` when that is a JSON document itself.
    package var body: Place = []
    /// The class of an error that has a body without any known words.
    package var bodyClass: RunnerFailure.Class?
    /// A value that names the error, and the class of each name.
    package var name: Place = []
    package var names: [String: RunnerFailure.Class] = [:]
    /// An HTTP status.
    package var status: Place = []
    package var wait: Wait?
    /// The class when nothing else decides.
    package var otherwise: RunnerFailure.Class

    package init(otherwise: RunnerFailure.Class) { self.otherwise = otherwise }
  }

  /// An error that the CLI retries by itself.
  package struct Retry: Sendable, Equatable {
    package var failure: Failure
    /// How the message of a retry begins; nil for any message.
    package var start: String?

    package init(failure: Failure, start: String?) {
      self.failure = failure
      self.start = start
    }
  }

  package struct Wait: Sendable, Equatable {
    package enum Unit: String, Sendable, CaseIterable {
      case seconds = "s"
      case milliseconds = "ms"
      /// A text such as "try again in 5 minutes" or "1m30s".
      case words
    }

    package var place: Place
    package var unit: Unit

    package init(place: Place, unit: Unit) {
      self.place = place
      self.unit = unit
    }
  }
}
