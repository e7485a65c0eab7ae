internal import Base
internal import CSys

/// Keeps from running what others may write: a sensor's script and manifest are commands.
final class SensorGuardian {
  private let folder: String
  private let isOn: Bool
  private let sightings: Sightings
  /// Why no sensor here is run.
  let problemOfFolder: LooopError?
  /// Whether others get as far as the files, so that their modes matter.
  private let canBeEntered: Bool
  private let user: Int
  /// Listed when a sensor is asked about; nil when that fails: each file may be one then.
  private lazy var links: Set<String>? = {
    do throws(LooopError) { return Set(try Folder.links(in: folder) ?? []) } catch { return nil }
  }()

  /// `folder` as it is now, or as `sightings` remembers it. `user` is who would run what is
  /// there.
  init(
    folder: String, isOn: Bool, _ sightings: Sightings, for user: Int = Int(geteuid())
  ) {
    self.user = user
    self.folder = folder
    self.isOn = isOn
    self.sightings = sightings
    let judged = isOn ? Ownership(of: folder, sightings, for: user) : nil
    problemOfFolder = judged?.problem(of: folder)
    canBeEntered = judged?.canBeEntered ?? false
  }

  /// Why that sensor is not run; nil when only this user and root decide what it is.
  func problem(_ name: Identifier, _ roles: SensorFileName.Roles) -> LooopError? {
    guard isOn else { return nil }
    if let problemOfFolder { return problemOfFolder }
    for role in SensorFileName.Role.allCases where roles.contains(.init(role)) {
      let file = "\(name)\(role.rawValue)"
      // Below a folder of one's own only a link leads to where others can be.
      guard canBeEntered || links?.contains(file) ?? true else { continue }
      if let problem = self.problem(of: "\(folder)/\(file)") { return problem }
    }
    return nil
  }

  /// Why the file of secrets, which is there, is not read.
  func problem(ofSecrets path: String) -> LooopError? {
    guard isOn, canBeEntered || FileFacts.isLink(path) else { return nil }
    return problem(of: path)
  }

  private func problem(of path: String) -> LooopError? {
    Ownership(of: path, sightings, for: user).problem(of: path)
  }
}
