internal import Base

/// Keeps from running what others may write: a sensor's script and manifest are commands.
struct SensorGuardian {
  private let folder: String
  private let isOn: Bool
  /// Why no sensor here is run.
  let problemOfFolder: LooopError?
  /// Whether others get as far as the files, so that their modes matter.
  private let canBeEntered: Bool
  /// Nil when they cannot be told: each file may be one then.
  private let links: Set<String>?

  /// `folder` as it is now.
  init(folder: String, isOn: Bool) {
    self.folder = folder
    self.isOn = isOn
    let judged = isOn ? Ownership(of: folder) : nil
    problemOfFolder = judged?.problem(of: folder)
    canBeEntered = judged?.canBeEntered ?? false
    guard isOn else {
      links = []
      return
    }
    do throws(LooopError) { links = Set(try Folder.links(in: folder) ?? []) } catch { links = nil }
  }

  /// Why that sensor is not run; nil when only this user and root decide what it is.
  func problem(_ name: Identifier, _ roles: SensorFileName.Roles) -> LooopError? {
    guard isOn else { return nil }
    if let problemOfFolder { return problemOfFolder }
    for role in SensorFileName.Role.allCases where roles.contains(.init(role)) {
      let file = "\(name)\(role.rawValue)"
      // Below a folder of one's own only a link leads to where others can be.
      guard canBeEntered || links?.contains(file) ?? true else { continue }
      if let problem = Ownership.problem(of: "\(folder)/\(file)") { return problem }
    }
    return nil
  }

  /// Why the file of secrets is not read.
  func problem(ofSecrets path: String) -> LooopError? {
    guard isOn, FileFacts.hasEntry(path), canBeEntered || FileFacts.isLink(path) else { return nil }
    return Ownership.problem(of: path)
  }
}
