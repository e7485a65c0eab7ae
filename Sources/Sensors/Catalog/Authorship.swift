internal import Base
internal import Core

/// Which sensors the loop wrote itself: they are trusted less, until a human edits the files.
struct Authorship {
  /// The sensors' folder.
  let folder: String

  private var marks: String { "\(folder)/.by-loop" }

  /// The sensors the loop ever wrote, edited since or not.
  func names() throws(LooopError) -> Set<Identifier> {
    Set((try Folder.names(in: marks) ?? []).compactMap(Identifier.init(valid:)))
  }

  /// Whether the files are still as the loop wrote them.
  func isByLoop(_ name: Identifier) throws(LooopError) -> Bool {
    guard let mark = try AtomicFile.readText("\(marks)/\(name)") else { return false }
    let digest = Self.digest(try text(name, .script), try text(name, .manifest))
    return mark.split(separator: "\n").contains(Substring(digest))
  }

  /// Whether a person wrote it, or edited it, or said yes to the loop's change of one they wrote.
  func isByHuman(_ name: Identifier) throws(LooopError) -> Bool {
    let files = [SensorFileName.Role.script, .manifest].map { "\(folder)/\(name)\($0.rawValue)" }
    var isThere = false
    for file in files {
      // The loop makes no links.
      if try FileFacts.link(at: file) != nil { return true }
      if try FileFacts.hasEntry(file) { isThere = true }
    }
    guard isThere else { return false }
    guard let mark = try AtomicFile.readText("\(marks)/\(name)") else { return true }
    if mark.split(separator: "\n").contains(Self.ofHuman) { return true }
    return try !isByLoop(name)
  }

  /// In the mark of a sensor that was a person's before the loop changed it.
  private static let ofHuman: Substring = "human"

  /// Records that the loop writes `bundle`.
  func record(_ bundle: SensorBundle) throws(LooopError) {
    let former = try text(bundle.name, .manifest)
    let script = bundle.script ?? ""
    // The files as they will be, and as they are if looop dies after one of the two writes, or none.
    var digests = [bundle.manifest ?? former, former].map { Self.digest(script, $0) }
    if try isByLoop(bundle.name) {
      digests.append(Self.digest(try text(bundle.name, .script), former))
    }
    if try isByHuman(bundle.name) { digests.append(String(Self.ofHuman)) }
    try write(digests, of: bundle.name)
  }

  /// Records that a person gives a sensor of the loop another manifest, without vouching for what it
  /// runs: it stays untrusted, and the loop must ask before it changes that again.
  func recordSwitch(_ name: Identifier, manifest: String) throws(LooopError) {
    guard try isByLoop(name) else { return }
    let script = try text(name, .script)
    let digests = [manifest, try text(name, .manifest)].map { Self.digest(script, $0) }
    try write(digests + [String(Self.ofHuman)], of: name)
  }

  private func write(_ digests: [String], of name: Identifier) throws(LooopError) {
    try Folder.create(marks)
    try AtomicFile.replace("\(marks)/\(name)", digests.joined(separator: "\n").utf8)
  }

  func forget(_ name: Identifier) throws(LooopError) {
    let mark = "\(marks)/\(name)"
    if try FileFacts.of(mark) != nil { _ = try AtomicFile.delete(mark) }
  }

  private func text(
    _ name: Identifier, _ role: SensorFileName.Role
  ) throws(LooopError) -> String {
    try AtomicFile.readText("\(folder)/\(name)\(role.rawValue)") ?? ""
  }

  private static func digest(_ script: String, _ manifest: String) -> String {
    Digest.sha256("\(script)\u{0}\(manifest)")
  }
}
