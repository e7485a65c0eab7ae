/// Text compared byte by byte, as programs read their arguments. Swift's own comparison goes by
/// characters: a combining mark behind a dash would make it no dash, and the option no option.
extension StringProtocol {
  func startsWithBytes(_ prefix: some StringProtocol) -> Bool { utf8.starts(with: prefix.utf8) }

  func endsWithBytes(_ suffix: some StringProtocol) -> Bool {
    utf8.reversed().starts(with: suffix.utf8.reversed())
  }

  func containsBytes(_ needle: String) -> Bool {
    let bytes = Array(utf8)
    let sought = Array(needle.utf8)
    guard bytes.count >= sought.count else { return false }
    return (0...(bytes.count - sought.count)).contains { bytes[$0...].starts(with: sought) }
  }

  /// A word a program may take for an option.
  var looksLikeOption: Bool { startsWithBytes("-") && utf8.count > 1 }

  /// The parts between any of `separators`, empty ones left out.
  func splitBytes(_ separators: String) -> [String] {
    utf8.split { byte in separators.utf8.contains(byte) }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
