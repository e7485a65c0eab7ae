internal import Base
internal import Core

/// The class of a failure by HTTP status or by wording. The words are in `FailureWords`.
enum FailureText {
  static func failureClass(status: Int) -> RunnerFailure.Class {
    switch status {
    case 401, 403: .auth
    case 402: .billing
    case 408, 409, 425, 500...: .transient
    case 413: .context
    case 429: .quota
    case 400..<500: .config
    default: .protocol
    }
  }

  /// The class that the words of `text` tell; nil when none of them is known.
  static func failureClass(of text: String) -> RunnerFailure.Class? {
    let words = words(of: text)
    return FailureWords.shortages.match(words) ?? plainClass(of: text, words)
      ?? status(in: text).map(failureClass(status:)) ?? general(words)
  }

  private static func general(_ words: [String]) -> RunnerFailure.Class? {
    let message = words.first == "error" ? words.dropFirst() : words[...]
    if let word = message.first, message.count == 1, FailureWords.alone.contains(word) {
      return .transient
    }
    let known = FailureWords.general.match(words)
    // "connection timeout must be a number" is about a setting, and stays so.
    return known == .transient && FailureWords.settings.match(words) != nil ? nil : known
  }

  /// Whether `text` says that the system was short of something, or busy: that passes by itself.
  static func isShortage(_ text: String) -> Bool {
    FailureWords.shortages.match(words(of: text)) != nil
  }

  /// As `failureClass(of:)`, by words only that are more specific than any status beside them.
  static func plainClass(of text: String) -> RunnerFailure.Class? {
    plainClass(of: text, words(of: text))
  }

  private static func plainClass(of text: String, _ words: [String]) -> RunnerFailure.Class? {
    let known = FailureWords.specific.match(words)
    // What ends by itself is no bill that a person must pay.
    return known == .billing && StatedWait.isStated(in: text) ? .quota : known
  }

  /// The message in a provider's JSON reply, where `text` ends in one.
  static func reply(in text: String) -> String? {
    guard let brace = text.firstIndex(of: "{") else { return nil }
    do {
      let reply = try JSONParser.parse(String(text[brace...]))
      return reply["error"]?["message"]?.string ?? reply["detail"]?.string
        ?? reply["message"]?.string
    } catch {
      // Cut short, or not JSON after all.
      return nil
    }
  }

  /// A failure with the message `text` and the wait that it states.
  static func failure(_ failureClass: RunnerFailure.Class, _ text: String) -> RunnerFailure {
    RunnerFailure(
      failureClass, line(text), retryAfter: StatedWait.whole(StatedWait.span(in: text)),
      retryAt: StatedWait.localMoment(in: text))
  }

  /// `text` as the message of a failure: one line of at most 400 characters.
  static func line(_ text: String) -> String {
    let limit = 400
    let line = Untrusted.oneLine(start(text))
    return line.count > limit ? String(line.prefix(limit)) + "…" : line
  }

  /// The line of standard error that most likely says what is wrong; "" when there is none.
  static func errorLine(_ tail: String, noise: [String] = []) -> String {
    let plain = TerminalNoise.removed(from: tail)
    let lines = plain.split(whereSeparator: \.isNewline).map(String.init).filter { line in
      !line.allSatisfy(\.isWhitespace) && !noise.contains { line.hasPrefix($0) }
    }
    if let reason = tracebackReason(lines) { return line(reason) }
    let telling = lines.filter { LogLevel($0) != .aside }
    // Of long lines the first kilobyte: there may be many.
    let known = { (line: String) in failureClass(of: String(line.prefix(1_024))) != nil }
    // Where a line is marked as the error, the others are only what the agent was doing.
    if let error = telling.first(where: isError) {
      let errors = errorLines(lines)
      return line(errors.first(where: known) ?? error)
    }
    return line(telling.first(where: known) ?? telling.first ?? lines.first ?? "")
  }

  /// The class that a line of standard error tells; nil when it is a warning or its words are unknown.
  static func failureClass(ofErrorLine line: String) -> RunnerFailure.Class? {
    LogLevel(line) == .aside ? nil : failureClass(of: line)
  }

  /// The lines marked as errors, each with those that belong to it: indented ones, "Caused by: …", and
  /// the line after a mark without words, or one that ends with a colon.
  private static func errorLines(_ lines: [String]) -> [String] {
    var found: [String] = []
    var isPart = false
    var isOpen = false
    for line in lines {
      let level = LogLevel(line)
      let bare = line.drop(while: \.isWhitespace)
      let isIndented = bare.count < line.count || bare.lowercased().hasPrefix("caused by")
      isPart = level == .error || (isPart && level == nil && (isIndented || isOpen))
      // A frame of a stack is a place in the program.
      guard isPart, !bare.hasPrefix("at ") else { continue }
      found.append(line)
      isOpen = bare.last == ":" || bare.allSatisfy(\.isLetter)
    }
    return found
  }

  /// What stands below the frames of the last traceback: Python names the reason last.
  private static func tracebackReason(_ lines: [String]) -> String? {
    guard let last = lines.lastIndex(where: isFrame) else { return nil }
    return lines[(last + 1)...].first { $0.first?.isWhitespace == false && !isBox($0) }
  }

  private static func isFrame(_ line: String) -> Bool {
    if line.hasPrefix("Traceback (most recent call last)") { return true }
    let bare = line.drop { $0.isWhitespace }
    if bare.hasPrefix("File \"") && bare.contains("\", line ") { return true }
    return isBox(line)
  }

  /// Whether it is part of a drawn box.
  private static func isBox(_ line: String) -> Bool {
    guard let first = line.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else {
      return false
    }
    return (0x2500...0x257F).contains(first.value)
  }

  private static func isError(_ line: String) -> Bool { LogLevel(line) == .error }

  /// Whether an agent that prints plain text says with `line`, and nothing else, that it failed.
  static func isOnlyError(_ line: String) -> Bool {
    let bare = line.drop { !$0.isLetter && $0 != "(" }.lowercased()
    return FailureWords.onlyErrors.contains { bare.hasPrefix($0) }
  }

  /// The start of `text` in the form in which a preset's words are compared: lower case, plain
  /// apostrophes.
  static func plain(_ text: String) -> String {
    String(start(text).lowercased().map { $0 == "’" ? "'" : $0 })
  }

  /// The part of an error's text that is searched, 16 KiB: an error says early what is wrong, and
  /// searching megabytes would block the pulse.
  static func start(_ text: String) -> String {
    let limit = 16 << 10
    return text.utf8.count <= limit ? text : start(text.utf8, bytes: limit)
  }

  /// At most so many bytes of `bytes`, with a mark where they are cut: by it the half of a secret is
  /// found when the text is redacted.
  static func start(_ bytes: some Collection<UInt8>, bytes limit: Int) -> String {
    var start = Array(bytes.prefix(limit))
    guard start.count < bytes.count else { return String(decoding: start, as: UTF8.self) }
    // The last character may be cut.
    while let byte = start.last, byte >= 0x80 {
      start.removeLast()
      if byte >= 0xC0 { break }
    }
    return String(decoding: start, as: UTF8.self) + "…"
  }

  // MARK: Words

  /// The words of `text` in lower case. Names of files, options and settings are one word each, so
  /// that none of their parts is taken for a word of the sentence.
  static func words(of text: String) -> [String] {
    let bytes = Array(plain(text).utf8)
    var words: [String] = []
    var at = 0
    while at < bytes.count {
      guard isWordByte(bytes[at]) else {
        at += 1
        continue
      }
      var start = at
      while at < bytes.count, isWordByte(bytes[at]) || isJoint(bytes, at) { at += 1 }
      // "--timeout" and "/etc/network" are names too.
      while start > 0, bytes[start - 1] == UInt8(ascii: "-") { start -= 1 }
      let isQuotedAlone =
        start > 0 && at < bytes.count && bytes[start - 1] == bytes[at]
        && (bytes[at] == UInt8(ascii: "'") || bytes[at] == UInt8(ascii: "`"))
      let word = String(decoding: bytes[start..<at], as: UTF8.self)
      // One with an underscore may be the name of an error: {'type': 'overloaded_error'}.
      words.append(isQuotedAlone && !word.contains("_") ? "`\(word)`" : word)
    }
    return words
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { byte.isNameByte || byte >= 0x80 }

  /// Whether the byte joins two parts of one name: "x-api-key", "network.toml", "you've".
  private static func isJoint(_ bytes: [UInt8], _ at: Int) -> Bool {
    guard at + 1 < bytes.count, isWordByte(bytes[at + 1]) else { return false }
    return [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "'")]
      .contains(bytes[at])
  }

  /// The HTTP status that a text tells: "unexpected status 529", "last status: 429", "API error (401)",
  /// "[503]", "429 {…}", "402 Payment Required".
  static func status(in text: String) -> Int? {
    let bytes = Array(plain(text).utf8)
    var at = 0
    while at + 3 <= bytes.count {
      guard bytes[at].isDigit, at == 0 || !isWordByte(bytes[at - 1]),
        bytes[at...].prefix(3).isDigitsOnly,
        at + 3 == bytes.count || !isWordByte(bytes[at + 3]),
        let status = number(bytes[at..<at + 3]),
        (400...599).contains(status)
      else {
        at += 1
        continue
      }
      if isStatus(bytes, at) { return status }
      at += 3
    }
    return nil
  }

  private static func isStatus(_ bytes: [UInt8], _ at: Int) -> Bool {
    let before = bytes[..<at].reversed().prefix(40)
    let after = bytes[(at + 3)...].prefix(40)
    // As a provider's library puts it before its error.
    if !before.contains(where: { $0 > UInt8.space }) { return true }
    if let open = before.first, let close = after.first {
      if open == UInt8(ascii: "("), close == UInt8(ascii: ")") { return true }
      if open == UInt8(ascii: "["), close == UInt8(ascii: "]") { return true }
    }
    let isBlank = { (byte: UInt8) in " :=\"'#([".utf8.contains(byte) }
    let isWord = { (byte: UInt8) in
      isWordByte(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
    }
    let former = before.drop(while: isBlank).prefix(while: isWord).reversed()
    if FailureWords.statusWords.contains(String(decoding: former, as: UTF8.self)) { return true }
    let next = after.drop { $0 == UInt8.space }.prefix(while: isWordByte)
    return FailureWords.reasonWords.contains(String(decoding: next, as: UTF8.self))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }
}
