internal import Base
internal import Core

/// Puts all files of a sensor in place as one step. They are written into a hidden folder first, whose
/// renaming decides: before it nothing has changed, after it whoever reads the sensors finishes the
/// installation. So neither a kill nor a full disk leaves a script that runs without its manifest.
struct SensorInstaller {
  /// The sensors' folder.
  let folder: String

  private var draft: String { "\(folder)/.draft" }
  private var decided: String { "\(folder)/.install" }
  private var nameFile: String { "\(decided)/.name" }

  /// In the folder, beside the files: what else is to be done.
  private static let removesScript = ".removes-script"
  private static let isByHuman = ".by-human"

  /// Whether an installation is decided and not finished.
  var isPending: Bool { get throws(LooopError) { try FileFacts.hasEntry(nameFile) } }

  /// The sensor that is being installed.
  func pendingName() throws(LooopError) -> Identifier? {
    try AtomicFile.readText(nameFile).flatMap(Identifier.init(valid:))
  }

  /// Runs `checks` and installs `bundle`, while nothing else is installed.
  func install(
    _ bundle: SensorBundle, after checks: () throws(LooopError) -> Void
  ) throws(LooopError) {
    try alone { () throws(LooopError) in
      do throws(LooopError) {
        try Deed.prepare { () throws(LooopError) in
          try checks()
          for file in bundle.files.map({ "\(folder)/\($0)" }) {
            if let problem = LinkedFile.problem(replacing: file) { throw problem }
          }
          try stage(bundle)
        }
      } catch {
        Folder.remove(draft)
        throw error
      }
      let deed = "The sensor \(bundle.name)"
      var doubt: LooopError?
      // From here on it is installed: what follows needs no room on the disk, but where a file is a
      // link.
      _ = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
        try AtomicFile.consume(draft, to: decided)
      }
      do throws(LooopError) { try complete() } catch {
        throw error.stands ? error.of(deed) : .done(deed, but: error)
      }
      if let doubt { throw doubt.of(deed) }
    }
  }

  /// Runs `change` while no other process writes a sensor, on what an installation before it left.
  func alone<Result>(
    _ change: () throws(LooopError) -> Result
  ) throws(LooopError) -> Result {
    try Folder.create(folder)
    guard let held = try DirectoryLock.acquire(folder: folder, within: .seconds(5)) else {
      throw LooopError(
        .cannotWrite, code: "E_BUSY", "Another process is writing a sensor.",
        hint: "Try again in a moment.")
    }
    defer { withExtendedLifetime(held) {} }
    if try isPending { try complete() }
    return try change()
  }

  /// Finishes what a process that died had decided. False while another process is at it.
  func settle() throws(LooopError) -> Bool {
    guard try isPending else { return true }
    guard let held = try DirectoryLock.acquire(folder: folder) else { return false }
    defer { withExtendedLifetime(held) {} }
    if try isPending { try complete() }
    return true
  }

  private func stage(_ bundle: SensorBundle) throws(LooopError) {
    // Another process died before it decided.
    Folder.remove(draft)
    try Folder.create(draft, durable: false)
    let name = bundle.name
    func write(_ file: String, _ text: String?, mode: UInt32 = 0o600) throws(LooopError) {
      if let text { try AtomicFile.replace("\(draft)/\(file)", text.utf8, mode: mode) }
    }
    if let cases = bundle.cases {
      try Folder.copy(cases, to: "\(draft)/\(name)\(SensorFileName.casesEnding)")
    }
    try write("\(name)\(SensorFileName.Role.values.rawValue)", bundle.values)
    try write("\(name)\(SensorFileName.Role.manifest.rawValue)", bundle.manifest)
    try write("\(name)\(SensorFileName.Role.script.rawValue)", bundle.script, mode: 0o700)
    if bundle.script == nil { try write(Self.removesScript, "") }
    if bundle.author == .human { try write(Self.isByHuman, "") }
    try write(".name", name.text)
  }

  /// Each step finds out whether it was done before.
  private func complete() throws(LooopError) {
    guard let name = try pendingName() else {
      throw LooopError(
        .badData, code: "E_INSTALL", "\(decided) is not an installation of a sensor.",
        hint: "Move it away.")
    }
    // A step that the disk does not confirm is no reason to stop between two files of a sensor.
    var doubt: LooopError?
    func step(_ body: () throws(LooopError) -> Bool) throws(LooopError) {
      _ = try Deed.hold(&doubt, as: true, body)
    }
    let cases = "\(name)\(SensorFileName.casesEnding)"
    if try FileFacts.hasEntry("\(decided)/\(cases)") {
      try Deed.hold(&doubt) { () throws(LooopError) in
        try keepCases("\(folder)/\(cases)", of: name)
      }
      try step { () throws(LooopError) in
        try AtomicFile.consume("\(decided)/\(cases)", to: "\(folder)/\(cases)")
      }
    }
    let script = "\(name)\(SensorFileName.Role.script.rawValue)"
    if try FileFacts.hasEntry("\(decided)/\(Self.removesScript)") {
      try step { () throws(LooopError) in try AtomicFile.delete("\(folder)/\(script)") }
    }
    for role in [SensorFileName.Role.values, .manifest, .script] {
      let file = "\(name)\(role.rawValue)"
      try step { () throws(LooopError) in try put(file) }
    }
    // Last, since it raises trust.
    if try FileFacts.hasEntry("\(decided)/\(Self.isByHuman)") {
      try Deed.hold(&doubt) { () throws(LooopError) in
        try Authorship(folder: folder).forget(name)
      }
    }
    Folder.remove(draft)
    try step { () throws(LooopError) in try AtomicFile.consume(decided, to: draft) }
    Folder.remove(draft)
    if let doubt { throw doubt }
  }

  /// A link stays, and what it leads to gets the text; done twice, it is the same.
  private func put(_ file: String) throws(LooopError) -> Bool {
    let (new, path) = ("\(decided)/\(file)", "\(folder)/\(file)")
    guard try FileFacts.link(at: path) != nil, let text = try AtomicFile.read(new) else {
      return try AtomicFile.consume(new, to: path)
    }
    try LinkedFile.replace(path, text)
    return try AtomicFile.delete(new)
  }

  private static let casesKept = 5

  private func keepCases(_ cases: String, of name: Identifier) throws(LooopError) {
    guard try FileFacts.hasEntry(cases) else { return }
    let kept = "\(folder)/former/\(name)"
    try Folder.create(kept)
    let numbers = (try Folder.names(in: kept) ?? []).filter {
      $0.hasSuffix(SensorFileName.casesEnding)
    }
    .compactMap { Int($0.dropLast(SensorFileName.casesEnding.count)) }.sorted()
    _ = try AtomicFile.consume(
      cases, to: "\(kept)/\((numbers.last ?? 0) + 1)\(SensorFileName.casesEnding)")
    for number in numbers.dropLast(Self.casesKept - 1) {
      Folder.remove("\(kept)/\(number)\(SensorFileName.casesEnding)")
    }
  }
}
