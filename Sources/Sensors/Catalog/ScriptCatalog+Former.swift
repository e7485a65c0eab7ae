package import Base
package import Core

/// What a draft does to the sensor that is there, and what is kept of it.
extension ScriptCatalog {
  private static let formerKept = 20

  /// Why the loop needs a yes to write `draft` over the sensor that is there; nil when it does not:
  /// there is none, or the loop wrote it itself, or nothing changes.
  func replacement(
    by draft: SensorDraft, _ manifest: Manifest
  ) throws(LooopError) -> String? {
    guard draft.author == .loop, try authorship.isByHuman(draft.name) else { return nil }
    let former = try texts(of: draft.name)
    guard former.script != draft.script || changes(draft, former.manifest) else { return nil }
    var reason = "a person wrote the sensor \(draft.name), and this changes it"
    // A manifest that cannot be read says nothing of what changes.
    let old = try? Manifest.parse(
      Array((former.manifest ?? "").utf8), file: path(draft.name, .manifest))
    let effects = (old ?? Manifest()).effects(
      of: manifest, former.script.map { ScriptHead(Array($0.utf8)) },
      ScriptHead(Array(draft.script.utf8)))
    if !effects.isEmpty { reason += ": it \(effects.joined(separator: ", "))" }
    return reason
  }

  package func standing(of name: Identifier) throws(LooopError) -> SensorStanding {
    func digest(_ role: SensorFileName.Role) throws(LooopError) -> String {
      // None differs from an empty one.
      try AtomicFile.read(path(name, role)).map(Digest.sha256) ?? "none"
    }
    let author = try authorship.isByHuman(name) ? "human" : "loop"
    return SensorStanding(
      replaced: Digest.sha256("\(try digest(.script)) \(try digest(.manifest)) \(author)"),
      values: try digest(.values))
  }

  /// What `draft` changes of the sensor that is there, line by line; nil when there is none.
  package func difference(from draft: SensorDraft) throws(LooopError) -> String? {
    let former = try texts(of: draft.name)
    guard former.script != nil || former.manifest != nil else { return nil }
    var parts: [String] = []
    if former.script != draft.script {
      parts.append(
        "\(draft.name).sh\n" + LineDifference.text(former.script ?? "", draft.script))
    }
    if let manifest = draft.manifest, changes(draft, former.manifest) {
      parts.append(
        "\(draft.name).yaml\n" + LineDifference.text(former.manifest ?? "", manifest))
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  /// Keeps the files that `bundle` replaces in `former/<name>/`, the last 20 of each.
  func keepFormer(_ bundle: SensorBundle) throws(LooopError) {
    let former = try texts(of: bundle.name)
    let kept = "\(folder)/former/\(bundle.name)"
    if let script = former.script, script != bundle.script {
      try keep(script, ending: ".sh", in: kept)
    }
    if let manifest = former.manifest, let new = bundle.manifest, manifest != new {
      try keep(manifest, ending: ".yaml", in: kept)
    }
  }

  package func manifestText(of name: Identifier) throws(LooopError) -> String? {
    try AtomicFile.readText(path(name, .manifest))
  }

  private func changes(_ draft: SensorDraft, _ former: String?) -> Bool {
    draft.manifest.map { $0 != former } ?? false
  }

  private func texts(
    of name: Identifier
  ) throws(LooopError) -> (script: String?, manifest: String?) {
    (
      try AtomicFile.readText(path(name, .script)), try AtomicFile.readText(path(name, .manifest))
    )
  }

  /// Numbered, so that the order does not hang on a clock.
  private func keep(_ text: String, ending: String, in kept: String) throws(LooopError) {
    try Folder.create(kept)
    let numbers = (try Folder.names(in: kept) ?? []).filter { $0.hasSuffix(ending) }
      .compactMap { Int($0.dropLast(ending.count)) }.sorted()
    if let last = numbers.last, try AtomicFile.readText("\(kept)/\(last)\(ending)") == text {
      return
    }
    try AtomicFile.replace("\(kept)/\((numbers.last ?? 0) + 1)\(ending)", text.utf8)
    for number in numbers.dropLast(Self.formerKept - 1) {
      _ = try AtomicFile.delete("\(kept)/\(number)\(ending)")
    }
  }
}

extension Manifest {
  /// What `new` takes away from a sensor that has this manifest, as ends of a sentence.
  func effects(of new: Manifest, _ oldHead: ScriptHead?, _ newHead: ScriptHead) -> [String] {
    var effects: [String] = []
    if isEnabled, !new.isEnabled { effects.append("switches it off") }
    let before = timing.every ?? oldHead?.interval
    let after = new.timing.every ?? newHead.interval
    switch (before, after) {
    case (let before?, let after?): if after > before { effects.append("runs it less often") }
    case (nil, nil): break
    // One of the two follows the beat, and the decider's wishes: neither is known to be slower.
    default: effects.append("changes how often it runs")
    }
    if wake != new.wake || timing.quietHours != new.timing.quietHours {
      effects.append("changes what of it wakes the loop")
    }
    return effects
  }
}
