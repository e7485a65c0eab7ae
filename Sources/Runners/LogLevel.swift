internal import Base

/// How a line of a log is marked. Only a line at the level of an error says what failed: agents log
/// beside it what they load, connect to and lack.
enum LogLevel {
  case error
  /// Anything below an error.
  case aside

  /// The level of `line`; nil when it has no mark. It stands first, or after a stamp or a target:
  /// "2026-11-29T10:00:00Z  WARN agent::mcp: …", "[10:00:00] [INFO] …", "npm WARN …",
  /// "WARNING:root:…", "time=… level=warn msg=…", "think: error: …", "RuntimeError: …".
  init?(_ line: some StringProtocol) {
    if let level = Self.field(Substring(line.prefix(4_096))) {
      self = level
      return
    }
    let start = Substring(line.prefix(512))
    if Self.opens(start, FailureWords.openings) {
      self = .error
      return
    }
    if Self.opens(start, FailureWords.asides) {
      self = .aside
      return
    }
    guard let level = Self.behindTarget(start) else { return nil }
    self = level
  }

  private static func opens(_ text: Substring, _ starts: [String]) -> Bool {
    let bare = text.drop { !$0.isLetter && $0 != "(" }.lowercased()
    return starts.contains { start in
      guard bare.hasPrefix(start) else { return false }
      // "Notebook", "information": a mark is a whole word, in any of its forms.
      let rest = bare.dropFirst(start.count).prefix(while: \.isLetter)
      return ["", "s", "ing", "ings", "ed"].contains(rest) || start.last?.isLetter == false
    }
  }

  /// The first words, read one by one: stamps and targets are passed over until a mark is found.
  private static func behindTarget(_ text: Substring) -> LogLevel? {
    let words = text.split(maxSplits: 10, whereSeparator: \.isWhitespace).prefix(10)
    // A mark that opens the message needs no case and no colon; behind a target it needs one.
    var isFirst = true
    for (place, word) in words.enumerated() {
      let bare = word.drop { !$0.isLetter && !$0.isNumber && $0 != "_" }
      let name = bare.prefix { $0.isLetter || $0 == "_" }
      let after = bare.dropFirst(name.count).first
      if isStamp(bare) {
        if let level = stampLevel(bare) { return level }
        continue
      }
      if let level = named(bare) { return level }
      if let level = level(String(name)), after == nil || after?.isLetter == false,
        isFirst || name == name.uppercased() || after.map({ ":]>)!|".contains($0) }) == true
      {
        return level
      }
      // "[W] …", "W: …".
      if name.count == 1, bare.count == 2, after == "]" || after == ":",
        let level = letters[name.uppercased()]
      {
        return level
      }
      // "agent.INFO: …".
      if bare.last == ":", let last = bare.dropLast().split(separator: ".").last,
        last == last.uppercased(), let level = level(String(last))
      {
        return level
      }
      let next = place + 1 < words.count ? words[place + 1] : ""
      guard isTarget(word, next: next) else { return nil }
      isFirst = isFirst && FailureWords.loggers.contains(name.lowercased())
    }
    return nil
  }

  /// A date, a time, the name of a day or a month, punctuation, "time=…".
  private static func isStamp(_ word: Substring) -> Bool {
    guard let first = word.first else { return true }
    if first.isNumber || stampLevel(word) != nil { return true }
    let name = word.prefix(while: \.isLetter).lowercased()
    if ["time", "ts", "timestamp"].contains(name), word.dropFirst(name.count).first == "=" {
      return true
    }
    return FailureWords.calendar.contains(name) && name.count == word.count
      || ["am", "pm", "utc", "z"].contains(name) && word.allSatisfy { $0.isLetter || $0 == "]" }
  }

  /// "W1129", as glog writes the level and the day.
  private static func stampLevel(_ word: Substring) -> LogLevel? {
    guard word.count == 5, word.dropFirst().allSatisfy(\.isNumber) else { return nil }
    return letters[String(word.prefix(1))]
  }

  private static let letters: [String: LogLevel] = [
    "T": .aside, "D": .aside, "I": .aside, "N": .aside, "W": .aside, "E": .error, "F": .error,
    "C": .error,
  ]

  /// "agent:", "[agent]", "agent[12]:", "agent::mcp", "agent - INFO", "npm ERR!", "x Error:".
  private static func isTarget(_ word: Substring, next: Substring) -> Bool {
    if word.last.map({ ":]>)|".contains($0) }) == true || word.contains("::") { return true }
    // The host of a system's log stands before the program.
    if next == "-" || next == "|" || next.hasSuffix("]:") { return true }
    let bare = next.drop { !$0.isLetter }
    let name = bare.prefix(while: \.isLetter)
    if named(bare) != nil { return true }
    guard let level = level(String(name)) else { return false }
    return name == name.uppercased() || FailureWords.loggers.contains(word.lowercased())
      || level == .error && bare.dropFirst(name.count).first == ":"
  }

  /// "RuntimeError:", "httpx.ConnectError:", "UserWarning:".
  private static func named(_ word: Substring) -> LogLevel? {
    let name = word.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
    guard word.dropFirst(name.count).first == ":" else { return nil }
    if name.hasSuffix("Warning") { return .aside }
    return ["Error", "Exception", "Failure"].contains { name.hasSuffix($0) } ? .error : nil
  }

  /// The level in "level=warn", `"level":"warn"` or `"level":30`, as JSON and logfmt have it.
  private static func field(_ text: Substring) -> LogLevel? {
    if text.first(where: { !$0.isWhitespace }) == "{" {
      guard let object = StreamLine.objects(Array(text.utf8)[...]).first else { return nil }
      guard let value = object["level"] ?? object["severity"] ?? object["lvl"] else { return nil }
      // As pino counts, or as syslog does.
      if let number = value.double { return number >= 50 || number <= 3 ? .error : .aside }
      return value.string.flatMap(level)
    }
    for word in text.split(maxSplits: 10, whereSeparator: \.isWhitespace).prefix(10) {
      for key in ["level=", "lvl=", "severity="] where word.hasPrefix(key) {
        return level(String(word.dropFirst(key.count).filter(\.isLetter)))
      }
    }
    return nil
  }

  private static func level(_ word: String) -> LogLevel? {
    let word = word.lowercased()
    if FailureWords.levels.contains(word) { return .aside }
    return FailureWords.errorLevels.contains(word) ? .error : nil
  }
}
