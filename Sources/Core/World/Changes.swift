internal import Base

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

  func excluding(_ names: Set<Item.Name>) -> Changes {
    names.isEmpty ? self : Changes(entries: entries.filter { !names.contains($0.name) })
  }
}

extension Changes {
  /// The sensors whose readings are among them.
  var sensors: Set<Identifier> {
    Set(names.filter { $0.kind == .reading }.compactMap { Identifier(valid: $0.name) })
  }

  /// What a human wrote, answered or pushed, and what a sensor calls urgent, as one text each.
  func humanWords(in world: World) -> Set<String> {
    let urgent = Set(world.readings.filter(\.isUrgent).map(\.sensor.text))
    let own = Set(
      entries.filter { entry in
        switch entry.name.kind {
        case .playbook, .goal, .answer: true
        case .reading: urgent.contains(entry.name.name)
        case .ask, .session, .output, .interrupted, .problem: false
        }
      }.map(\.name))
    let there = world.items.filter { own.contains($0.name) }
    let gone = own.subtracting(there.map(\.name))
    return Set(there.map { "\($0.name) \($0.fingerprint.text)" } + gone.map(\.text))
  }
}
