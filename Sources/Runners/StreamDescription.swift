package import Base
package import Core

/// How the adapter that is not made for one agent CLI reads what the CLI prints.
package enum StreamFormat: Sendable, Equatable {
  /// Plain text and looop's own vocabulary of events, mixed.
  case mixed
  /// Plain text only: a line that happens to be JSON is text too.
  case text
  case described(StreamDescription)
}

extension RunnerPreset {
  var stream: StreamFormat { options?.value as? StreamFormat ?? .mixed }
}

/// What the JSON lines of an agent CLI mean, as data. Nothing in it runs.
package struct StreamDescription: Sendable, Equatable {
  /// Where a value stands: the first of these that leads to one, null not counted.
  package typealias Place = [JSONPointer]

  /// The parts of a line's type; those that are there are joined with a full stop.
  package var type: [JSONPointer]
  /// What is looked for in every line, whatever its type.
  package var session: Place = []
  package var model: Place = []
  /// By a line's whole type.
  package var lines: [String: Line] = [:]
  /// By how a type begins, the longest beginning first; counts where the whole type is not told.
  package var beginnings: [Beginning] = []
  /// What parts of an error's text mean, in lower case; the first that is found counts.
  package var classes: [Words] = []
  /// How lines of standard error begin that say nothing.
  package var errorNoise: [String] = []
  /// The exit code of a run that began and that an interrupt ended without a last word.
  package var interruptExit: Int?

  package init(type: [JSONPointer]) { self.type = type }

  /// Whether the CLI says itself that a run is over; if not, the exit of its process ends it.
  package var declaresEnds: Bool {
    lines.values.contains { $0.end != nil } || beginnings.contains { $0.line.end != nil }
  }

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

  /// What a line of one type holds; without any of it the line is known and says nothing.
  package struct Line: Sendable, Equatable {
    package var session: Place = []
    package var model: Place = []
    /// The agent's words.
    package var text: Place = []
    /// A piece of its words; pieces belong together until it does something else.
    package var piece: Place = []
    /// The final answer, which outranks the texts; a value that is no text is taken as JSON.
    package var answer: Place = []
    package var reasoning: Place = []
    package var tool: Tool?
    /// What a tool gave back.
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
      /// The texts that are there are joined with a full stop.
      case at([JSONPointer])
    }

    package var name: Name
    package var detail: Place = []
    /// Of a tool told at its start and again at its end, so that it counts once.
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
    /// The input's tokens count those from the cache too.
    package var cachedIsInput = false
    /// The numbers are those of the whole run so far; else those of several lines add up.
    package var isTotal = false

    package init() {}
  }

  package struct Failure: Sendable, Equatable {
    package var message: Place = []
    /// Where the message stands when the text at `message` is a JSON document itself.
    package var body: Place = []
    /// The class of an error that has a body and says nothing known.
    package var bodyClass: RunnerFailure.Class?
    /// A value that names the error, and which class each name means.
    package var name: Place = []
    package var names: [String: RunnerFailure.Class] = [:]
    /// An HTTP status.
    package var status: Place = []
    package var wait: Wait?
    /// The class when nothing else tells one.
    package var otherwise: RunnerFailure.Class

    package init(otherwise: RunnerFailure.Class) { self.otherwise = otherwise }
  }

  /// An error after which the CLI tries again by itself.
  package struct Retry: Sendable, Equatable {
    package var failure: Failure
    /// How the message begins; a line with another message is no retry. Nil for any message.
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
