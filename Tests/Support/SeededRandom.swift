/// Chance that can be had again: a failing property test prints its seed.
public struct SeededRandom: RandomNumberGenerator {
  public let seed: UInt64
  private var state: UInt64

  public init(_ seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// SplitMix64.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  public mutating func text(_ pieces: [String], upTo limit: Int) -> String {
    (0..<Int.random(in: 0...limit, using: &self))
      .map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }
}
