internal import Base
internal import CSys

/// Keeps from running what others may write: a sensor's script and manifest are commands.
struct SensorGuardian {
  private let folder: String
  private let isOn: Bool
  /// Why no sensor here is run.
  let problemOfFolder: LooopError?
  /// Whether others get as far as the files, so that their modes matter.
  private let canBeEntered: Bool
  private let links: Set<String>
  private let user: Int

  /// `folder` as it is now. `user` is who would run what is there.
  init(folder: String, isOn: Bool, for user: Int = Int(geteuid())) {
    self.folder = folder
    self.isOn = isOn
    self.user = user
    let judged = isOn ? Ownership(of: folder, for: user) : nil
    problemOfFolder = judged?.problem(of: folder)
    canBeEntered = judged?.canBeEntered ?? false
    links = isOn ? Set(((try? Folder.links(in: folder)) ?? nil) ?? []) : []
  }

  /// Why that sensor is not run; nil when only this user and root decide what it is.
  func problem(_ name: Identifier, _ roles: SensorFileName.Roles) -> LooopError? {
    guard isOn else { return nil }
    if let problemOfFolder { return problemOfFolder }
    for role in SensorFileName.Role.allCases where roles.contains(.init(role)) {
      let file = "\(name)\(role.rawValue)"
      // Below a folder of one's own only a link leads to where others can be.
      guard canBeEntered || links.contains(file) else { continue }
      if let problem = self.problem(of: "\(folder)/\(file)") { return problem }
    }
    return nil
  }

  /// Why the file of secrets is not read.
  func problem(ofSecrets path: String) -> LooopError? {
    guard isOn, FileFacts.hasEntry(path), canBeEntered || FileFacts.isLink(path) else { return nil }
    return problem(of: path)
  }

  private func problem(of path: String) -> LooopError? {
    Ownership(of: path, for: user).problem(of: path)
  }
}
