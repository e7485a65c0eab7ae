import Foundation

/// The seed of what a test leaves to chance: printed, and given again with `LOOOP_SEED`.
enum Seed {
  static func take(for what: String) -> Chance {
    let given = ProcessInfo.processInfo.environment["LOOOP_SEED"].flatMap(UInt64.init)
    let seed = given ?? UInt64.random(in: 1...999_999)
    print("\(what): LOOOP_SEED=\(seed)")
    return Chance(state: seed)
  }
}

/// SplitMix64: the same numbers for the same seed.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(state: UInt64) { self.state = state }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
