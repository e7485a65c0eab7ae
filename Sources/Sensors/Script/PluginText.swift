internal import Base

/// What a Nagios plugin printed: a text, perhaps a longer one on further lines, and performance data
/// behind a bar. https://nagios-plugins.org/doc/guidelines.html
struct PluginText: Equatable {
  /// The first line.
  let text: String
  private(set) var longText: [String] = []
  private(set) var performance: [String] = []

  init(_ output: String) {
    let lines = output.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
    }
    text = lines.first?[0] ?? ""
    if let first = lines.first, first.count > 1 { performance.append(first[1]) }
    var isPastBar = false
    for parts in lines.dropFirst() {
      // Behind the second bar there should be performance data only; some print their reason there.
      if isPastBar, parts.count == 1, Self.isPerformance(parts[0]) {
        performance.append(parts[0])
      } else {
        longText.append(parts[0])
        performance += parts.dropFirst()
      }
      isPastBar = isPastBar || parts.count > 1
    }
    longText.removeAll(where: \.isEmpty)
    performance.removeAll(where: \.isEmpty)
  }

  /// As a sensor's output: pointers such as `/text` lead to its parts.
  var members: JSONObject {
    var members: JSONObject = ["text": .string(text)]
    if !longText.isEmpty { members["long_text"] = .string(longText.joined(separator: "\n")) }
    if !performance.isEmpty {
      members["perfdata"] = .string(performance.joined(separator: " "))
    }
    return members
  }

  /// `label=value`, as of `load1=0.1;5;10` or `'free space'=3MB`.
  private static func isPerformance(_ line: String) -> Bool {
    let parts = line.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let first = parts[1].utf8.first else { return false }
    let isLabel = line.hasPrefix("'") || !parts[0].contains(" ")
    return isLabel && (first.isDigit || "-+.U".utf8.contains(first))
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest.drop(while: \.isWhitespace))
  }
}
