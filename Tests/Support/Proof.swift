internal import Foundation

/// How much of what is many, or long, a run of the tests takes on: a sample while one works, all of
/// it with `LOOOP_PROVE=1`, which is `make prove`. The only place that reads it.
public enum Proof {
  public static let isWhole = ProcessInfo.processInfo.environment["LOOOP_PROVE"] == "1"

  /// How many rounds of something.
  public static func count(_ all: Int, sample: Int) -> Int { isWhole ? all : sample }

  /// All of `items`; in a sample one of `every`, chosen by chance, of each kind, at least one.
  public static func some<Item, Kind: Hashable & Comparable>(
    of items: [Item], every: Int, using chance: inout SeededRandom, kind: (Item) -> Kind
  ) -> [Item] {
    if isWhole { return items }
    let kinds = Dictionary(grouping: items, by: kind).sorted { $0.key < $1.key }
    return kinds.flatMap { _, items in
      items.shuffled(using: &chance).prefix((items.count + every - 1) / every)
    }
  }
}
