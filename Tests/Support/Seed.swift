internal import Foundation

/// The seed of what a test leaves to chance: printed, and given again with `LOOOP_SEED`.
public enum Seed {
  public static func take(for what: String) -> SeededRandom {
    let given = ProcessInfo.processInfo.environment["LOOOP_SEED"].flatMap(UInt64.init)
    let seed = given ?? UInt64.random(in: 1...999_999)
    print("\(what): LOOOP_SEED=\(seed)")
    return SeededRandom(seed)
  }
}
