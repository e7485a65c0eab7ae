package import Base

/// What all parts of one loop share: its data dir, the clock, and who this process is.
package struct Store: Sendable {
  package let directory: DataDirectory
  package let clock: Clock
  package let process: ProcessIdentity
  /// Gets what the person at the terminal should know though nothing failed.
  package let report: @Sendable (String) -> Void

  /// Remembers, within one look at the world, what was seen on the way to its files.
  package let sightings: Sightings

  let secrets: @Sendable () -> Redaction

  /// `secrets` finds what must not be kept, shown or put into a prompt, as it is known at the time.
  package init(
    directory: DataDirectory, clock: Clock, process: ProcessIdentity,
    report: @escaping @Sendable (String) -> Void = { _ in },
    sightings: Sightings = Sightings(),
    secrets: @escaping @Sendable () -> Redaction = { .none }
  ) {
    self.sightings = sightings
    self.report = report
    self.secrets = secrets
    self.directory = directory
    self.clock = clock
    self.process = process
  }

  /// Takes secrets out of texts. Apply it before a text is cut.
  package var redaction: Redaction { secrets() }

  /// The environment for what the loop starts, without the marks that looop itself was started
  /// with.
  package var childEnvironment: [String: String] {
    var result = Marks.unmarked(process.environment)
    result[Marks.dataDirectory] = directory.path
    result[Marks.binary] = process.reachable
    return result
  }

  /// The environment for a sensor.
  package var sensorEnvironment: [String: String] {
    var result = childEnvironment
    result[Marks.run] = Marks.sensing
    return result
  }
}

/// Identifies this process to the processes of looop that it starts.
package struct ProcessIdentity: Sendable {
  /// The path of looop itself, one that an upgrade leaves in place if there is one.
  package let binary: String
  /// What starts this very program again, also after its file was replaced or removed.
  package let itself: String
  /// The path of the config file; it need not exist.
  package let configFile: String
  /// As this process was started.
  package let environment: [String: String]
  package let workingDirectory: String
  /// Who is at the keys; found out when it is needed.
  package let author: @Sendable () -> Author

  package init(
    binary: String, configFile: String, environment: [String: String], workingDirectory: String,
    author: @escaping @Sendable () -> Author = { .blank }, itself: String? = nil
  ) {
    self.itself = itself ?? binary
    self.author = author
    self.binary = binary
    self.configFile = configFile
    self.environment = environment
    self.workingDirectory = workingDirectory
  }
}

extension ProcessIdentity {
  /// The path of looop for a child that does not outlive this process.
  var reachable: String { OwnProgram.canStart(binary) ? binary : OwnProgram.held ?? binary }
}
