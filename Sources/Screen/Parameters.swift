/// The numbers of a control sequence: `1;31`, with subparameters `38:2::1:2:3`. At most 32
/// of at most 65,535 each; more are dropped, larger ones cut.
struct Parameters: Sendable, Equatable {
  private static let bound = 32
  private static let largest = 65_535

  /// Nil where a parameter is empty.
  private var values: [Int?] = [nil]
  /// Bit n: number n is a subparameter of the one before it (written after a colon).
  private var attached: UInt32 = 0
  private var isFull = false

  var count: Int { values.count }

  mutating func reset() {
    values.removeAll(keepingCapacity: true)
    values.append(nil)
    attached = 0
    isFull = false
  }

  mutating func append(digit: UInt8) {
    guard !isFull else { return }
    let last = values.count - 1
    values[last] = min((values[last] ?? 0) * 10 + Int(digit), Self.largest)
  }

  mutating func begin(attached isAttached: Bool) {
    guard !isFull, values.count < Self.bound else {
      isFull = true
      return
    }
    if isAttached { attached |= 1 << UInt32(values.count) }
    values.append(nil)
  }

  /// The number at `index`, 0 if there is none.
  subscript(index: Int) -> Int {
    index < values.count ? values[index] ?? 0 : 0
  }

  /// A count or a position, where 0 and nothing mean 1.
  func positive(_ index: Int) -> Int {
    max(self[index], 1)
  }

  func isAttached(_ index: Int) -> Bool {
    index < values.count && attached >> UInt32(index) & 1 == 1
  }

  /// The index after `index` and its subparameters.
  func next(after index: Int) -> Int {
    var next = index + 1
    while isAttached(next) { next += 1 }
    return next
  }
}
