package import Base
package import ShellRules

/// Where Core finds sensors, knowing nothing of how they are stored in their folder.
///
/// One catalog serves a process for its whole life. It may cache what it read if it checks whether the
/// files were rewritten.
package protocol SensorCatalog: AnyObject {
  /// Every sensor of the folder, sorted by name.
  func entries() throws(LooopError) -> [SensorEntry]

  /// Checks, then writes one sensor, replacing one of the same name. Throws without having
  /// written anything when the draft is not acceptable, or when the files of that name are not as they
  /// were at `standing` any more.
  func write(_ draft: SensorDraft, over standing: SensorStanding) throws(LooopError)

  /// What there is of a sensor now, none included.
  func standing(of name: Identifier) throws(LooopError) -> SensorStanding

  /// The sensor that `draft` would be, ready to run where the files of a sensor lie, until `unstage`
  /// with the same name of its trial. Nil for one that runs no program. Throws as `write` does.
  func stage(_ draft: SensorDraft, trial: String) throws(LooopError) -> (any Sensor)?

  /// Removes what `stage` left, if anything.
  func unstage(trial: String)

  /// What a proposed sensor would run, for the gate to rule.
  func shellReach(of draft: SensorDraft) throws(LooopError) -> ShellReach

  /// What a proposed sensor changes of the one that is there, line by line; nil when there is none.
  func difference(from draft: SensorDraft) throws(LooopError) -> String?

  /// Files outside the folder that change what a sensor is.
  var watched: [String] { get }

  /// Files in the folder that look like parts of a sensor but belong to none.
  func problems() throws(LooopError) -> [LooopError]

  /// How to write a sensor, for the prompt: in a few lines, and the whole.
  var authoringBrief: String { get }
  var authoringText: String { get }
}

/// The files of a sensor at one moment, in digests: what is written over them was ruled, shown or
/// tried while they were so.
package struct SensorStanding: Sendable, Equatable {
  /// What a draft replaces: script and manifest, and whether they are a person's.
  package let replaced: String
  /// The values of its inputs.
  package let values: String

  package init(replaced: String, values: String) {
    self.replaced = replaced
    self.values = values
  }

  /// The failure of a move whose sensor was changed after that moment.
  package static func changed(_ name: Identifier, since moment: String) -> LooopError {
    LooopError(
      .badData, code: "E_SENSOR_CHANGED",
      "The sensor \(name) was changed since \(moment). Nothing was written.",
      hint: "Look at it as it is now.")
  }
}

extension SensorCatalog {
  /// What there is of a sensor now; throws when what a draft replaces is not what it was at that moment.
  func standing(
    of name: Identifier, since moment: String, _ replaced: String?
  ) throws(LooopError) -> SensorStanding {
    let standing = try standing(of: name)
    guard let replaced, standing.replaced != replaced else { return standing }
    throw SensorStanding.changed(name, since: moment)
  }
}

/// A sensor about to be written.
package struct SensorDraft: Sendable, Equatable {
  package enum Author: Sendable, Equatable {
    case human
    /// The decider: what it writes is trusted less.
    case loop
  }

  package let name: Identifier
  package let script: String
  /// Nil to keep the manifest that is there.
  package let manifest: String?
  package let author: Author

  package init(name: Identifier, script: String, manifest: String?, author: Author) {
    self.name = name
    self.script = script
    self.manifest = manifest
    self.author = author
  }
}

/// One sensor as found on disk.
package enum SensorEntry: Sendable {
  case sensor(any Sensor)
  /// It cannot run; the error says which file and line, and how to mend it.
  case broken(Identifier, LooopError)
  /// Switched off by its description.
  case disabled(Identifier)

  package var name: Identifier {
    switch self {
    case .sensor(let sensor): sensor.name
    case .broken(let name, _), .disabled(let name): name
    }
  }
}
