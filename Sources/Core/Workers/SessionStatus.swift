internal import Base

/// What a supervisor records about its worker in `status.json`: when the worker gets stuck, when it
/// goes on, and how it ends.
struct SessionStatus: Equatable {
  enum Phase: Equatable {
    case alive
    case stuck(String)
    case ended(Worker.State)
  }

  enum Word: String, CaseIterable, JSONReadable {
    case running, stuck, exited, killed
  }

  /// The life that it is about.
  var generation: String
  private var word: Word
  private var screen: String?
  private var exitCode: Int?
  private var signal: Int?
  private var endedAt: Int?
  var at: Int
  /// What went wrong according to the agent.
  var problem: String?
  /// Whether a kill or `down` ended the worker.
  var wasStopped: Bool
  private var endedBy: WorkerEnding.Cause?
  private var who: String?
  private var why: String?

  init(
    generation: String, phase: Phase, at: Int, problem: String? = nil, wasStopped: Bool = false,
    ending: WorkerEnding? = nil
  ) {
    self.generation = generation
    self.at = at
    self.problem = problem
    self.wasStopped = wasStopped
    switch phase {
    case .alive: word = .running
    case .stuck(let line): (word, screen) = (.stuck, line)
    case .ended(let state):
      endedAt = at
      if case .killed(let number) = state {
        (word, signal) = (.killed, number)
      } else {
        (word, exitCode) = (.exited, state.exitCode)
      }
    }
    self.ending = ending
  }

  /// Nil while it lives, and in a record of an older looop.
  var ending: WorkerEnding? {
    get { endedBy.map { WorkerEnding($0, who: who, why: why) } }
    set { (endedBy, who, why) = (newValue?.by, newValue?.who, newValue?.why) }
  }

  var phase: Phase {
    switch word {
    case .running: .alive
    case .stuck: .stuck(screen ?? "")
    case .exited: .ended(.exited(exitCode ?? -1))
    case .killed: .ended(.killed(signal: signal ?? 0))
    }
  }

  /// Nil when there is no such file, or when it says nothing of that life: a session of the
  /// original names none.
  static func read(
    _ path: String, generation: String
  ) throws(LooopError) -> SessionStatus? {
    guard let record = try Record.read(path) else { return nil }
    var status = SessionStatus(generation: generation, phase: .alive, at: 0)
    do throws(Problem) { try shape.read(record, into: &status) } catch { return nil }
    if let endedAt = status.endedAt { status.at = endedAt }
    return status.generation == generation ? status : nil
  }
}

extension SessionStatus: Shaped {
  static let shape = Shape<SessionStatus> { field in
    field.version()
    field("generation", \.generation, "the life it describes")
    field(needed: "state", \.word, "what the worker does, or how it ended")
    field(optional: "screen", \.screen, "of a stuck worker: the last line it shows")
    field(optional: "exit_code", \.exitCode, "of one that exited")
    field(optional: "signal", \.signal, "of one that was killed")
    field(optional: "ended_at", \.endedAt, "when it ended")
    field("stopped", \.wasStopped, omitting: false, "whether it was ended on purpose")
    field(optional: "ended_by", \.endedBy, "who or what ended it")
    field(optional: "who", \.who, "the name and terminal of the human who did")
    field(optional: "why", \.why, "the reason that was given, or what happened")
    field(optional: "problem", \.problem, "what went wrong, as its agent reported it")
    field("ts", \.at, "when this was written")
  }
}
