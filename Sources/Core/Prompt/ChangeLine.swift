internal import Base

/// One change in words, as prompts and run folders have it.
struct ChangeLine {
  let kind: Changes.Entry.Kind
  let item: Item.Name
  /// Where a reading differs, each place with from and to; else what the item was. Empty when that is
  /// not known.
  let text: String
}

extension Changes {
  /// The first `limit` of them.
  func lines(in world: World, limit: Int = .max) -> [ChangeLine] {
    let contents = Dictionary(
      world.readings.map { ($0.sensor.text, $0.content) }, uniquingKeysWith: { _, last in last })
    return entries.prefix(limit).map { entry in
      let content = entry.name.kind == .reading ? contents[entry.name.name] ?? nil : nil
      let former = entry.before.flatMap { $0.isEmpty ? nil : $0 }
      let text = former.map { content?.difference(from: $0) ?? ", was: \($0)" } ?? ""
      return ChangeLine(kind: entry.kind, item: entry.name, text: text)
    }
  }
}
