package import Base

/// The items last decided on, as `.last-world.json` keeps them.
package struct Baseline: Sendable, Equatable {
  package private(set) var items: [Item.Name: Fingerprint]

  package init(_ items: some Sequence<Item> = []) {
    self.items = Dictionary(items.map { ($0.name, $0.fingerprint) }) { _, last in last }
  }

  /// What a move did to the items: the baseline after it knows exactly this much more.
  package struct Patch: Sendable, Equatable {
    package var written: [Item] = []
    package var removed: [Item.Name] = []

    package init(written: [Item] = [], removed: [Item.Name] = []) {
      self.written = written
      self.removed = removed
    }
  }

  package func patched(_ patch: Patch) -> Baseline {
    var result = self
    for item in patch.written { result.items[item.name] = item.fingerprint }
    for name in patch.removed { result.items[name] = nil }
    return result
  }

  /// The items of `names` as they were in `former`: a decision that came to nothing is taken back.
  func restoring(_ names: [Item.Name], from former: Baseline?) -> Baseline {
    var result = self
    for name in names { result.items[name] = former?.items[name] }
    return result
  }

  /// With what became of the items between `former` and `present`.
  func keeping(changesOf present: Baseline?, since former: Baseline?) -> Baseline {
    var result = self
    let (now, then) = (present?.items ?? [:], former?.items ?? [:])
    for name in Set(now.keys).union(then.keys) where now[name] != then[name] {
      result.items[name] = now[name]
    }
    return result
  }

  /// With the outputs that `former` knows too, as long as decisions are woken by nothing else than
  /// `changed`: commands that take turns and print the same again are no change.
  func keepingOutputs(of former: Baseline?, after changed: [Item.Name]) -> Baseline {
    var result = self
    guard changed.allSatisfy({ $0.kind == .output }) else {
      // Whatever else has changed is a reason to run a command again and to want its outcome.
      result.items = items.filter { $0.key.kind != .output }
      return result
    }
    let known = (former?.items ?? [:]).filter { $0.key.kind == .output }
    guard known.count < Self.outputsKept else { return self }
    result.items.merge(known) { own, _ in own }
    return result
  }

  private static let outputsKept = 32

  // MARK: On disk

  /// The baseline in `path`; nil when there is none, or none of ours: then the whole world counts as
  /// changed, which costs one call and loses nothing.
  package static func load(_ path: String) throws(LooopError) -> Baseline? {
    guard let record = try Record.read(path), let stored = record["items"]?.object else {
      return nil
    }
    var baseline = Baseline()
    for (key, value) in stored.members {
      guard let name = Item.Name(key), let text = value.string else { continue }
      baseline.items[name] = Fingerprint(stored: text)
    }
    return baseline
  }

  package func save(_ path: String) throws(LooopError) {
    var stored = JSONObject()
    for (name, fingerprint) in items.sorted(by: { $0.key < $1.key }) {
      stored[name.text] = .string(fingerprint.text)
    }
    let record: JSONValue = ["v": 1, "items": .object(stored)]
    try AtomicFile.replace(path, JSONWriter.line(record))
  }
}
