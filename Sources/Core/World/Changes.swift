/// What differs between the world and the baseline.
package struct Changes: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package enum Kind: String, Sendable { case new, changed, gone }
    package let kind: Kind
    package let name: Item.Name
    /// What it was, when that was short.
    package let before: String?
  }

  package let entries: [Entry]

  package var isEmpty: Bool { entries.isEmpty }
  package var names: [Item.Name] { entries.map(\.name) }

  /// Pure: no file is read. Without a baseline everything is new.
  package static func between(_ baseline: Baseline?, _ items: [Item]) -> Changes {
    let known = baseline?.items ?? [:]
    var entries: [Entry] = []
    for item in items {
      guard let before = known[item.name] else {
        entries.append(Entry(kind: .new, name: item.name, before: nil))
        continue
      }
      if before != item.fingerprint {
        entries.append(Entry(kind: .changed, name: item.name, before: before.literal))
      }
    }
    let present = Set(items.map(\.name))
    for (name, before) in known.sorted(by: { $0.key < $1.key })
    where name.kind.vanishingCounts && !present.contains(name) {
      entries.append(Entry(kind: .gone, name: name, before: before.literal))
    }
    return Changes(entries: entries)
  }
}
