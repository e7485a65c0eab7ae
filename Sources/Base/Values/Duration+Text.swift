/// Lengths of time in the units and the spelling of config files, manifests and verbs.
extension Duration {
  /// A century: longer than any wait, and short enough that sums in nanoseconds cannot overflow.
  static let longest = Duration.days(36_500)

  package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
  package static func hours(_ count: Int) -> Duration { .minutes(count * 60) }
  package static func days(_ count: Int) -> Duration { .hours(count * 24) }

  /// Whole units; a rest is dropped.
  package var seconds: Int { Int(components.seconds) }
  package var milliseconds: Int { seconds * 1_000 + Int(components.attoseconds / Self.millisecond) }
  var nanoseconds: Int {
    seconds * 1_000_000_000 + Int(components.attoseconds / Self.nanosecond)
  }

  /// Rounded up to whole seconds.
  package var roundedUp: Duration { .seconds(components.attoseconds > 0 ? seconds + 1 : seconds) }

  /// In attoseconds.
  private static let nanosecond: Int64 = 1_000_000_000
  private static let millisecond: Int64 = 1_000_000_000_000_000

  /// `90s`, `5m`, `2h`, `1d` or bare seconds; nil for any other text, or for more than a century.
  package init?(parsing text: String) {
    let units: [Character: Duration] = [
      "s": .seconds(1), "m": .minutes(1), "h": .hours(1), "d": .days(1),
    ]
    guard let last = text.last else { return nil }
    let unit = units[last]
    let digits = unit == nil ? Substring(text) : text.dropLast()
    guard digits.utf8.isDigitsOnly, let count = Int(digits), count <= Self.longest.seconds
    else { return nil }
    let duration = (unit ?? .seconds(1)) * count
    guard duration <= Self.longest else { return nil }
    self = duration
  }

  /// `45s`, `12m`, `3h`, `2d`: the largest unit of which there are at least two, rounded down.
  package var text: String { text(where: { _ in true }) }

  /// For a length that someone set, and which must not be rounded: as `text`, but in a unit that
  /// divides it, so `150s` and `210m`.
  package var exactText: String { text(where: seconds.isMultiple(of:)) }

  /// In the largest unit, given in seconds, that `fits` and of which there are at least two.
  private func text(where fits: (Int) -> Bool) -> String {
    let units = [("d", 86_400), ("h", 3_600), ("m", 60)]
    let fitting = units.first { seconds >= 2 * $0.1 && fits($0.1) }
    return fitting.map { "\(seconds / $0.1)\($0.0)" } ?? "\(seconds)s"
  }
}
