internal import Base
internal import Core

/// The class of a failure by HTTP status or by wording. Agent CLIs share no error format, but they pass
/// on the words of the same providers.
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
    let lowered = plain(text)
    return match(lowered, specific) ?? status(in: lowered).map(failureClass(status:))
      ?? match(lowered, general) ?? match(lowered, shortages)
  }

  /// Whether `text` says that the system was short of something, or busy: that passes by itself.
  static func isShortage(_ text: String) -> Bool { match(plain(text), shortages) != nil }

  /// The same, by words only that are more specific than any status beside them.
  static func plainClass(of text: String) -> RunnerFailure.Class? { match(plain(text), specific) }

  /// The HTTP status that a provider's library puts before its error, as in "429 {…}".
  static func leadingStatus(of text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 3, let status = Int(digits) else { return nil }
    return (400...599).contains(status) ? status : nil
  }

  /// The message in a provider's JSON reply, where `text` ends in one.
  static func reply(in text: String) -> String? {
    guard let brace = text.firstIndex(of: "{") else { return nil }
    do {
      let reply = try JSONParser.parse(String(text[brace...]))
      return reply["error"]?["message"]?.string ?? reply["detail"]?.string
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
    let lines = tail.split(separator: "\n").filter { line in
      !line.allSatisfy(\.isWhitespace) && !noise.contains(where: { line.hasPrefix($0) })
    }
    let error = lines.first { $0.lowercased().hasPrefix("error") }
    return line(String(error ?? lines.first ?? ""))
  }

  private static let specific: [(words: String, failureClass: RunnerFailure.Class)] = [
    ("unknown option", .config), ("no such option", .config), ("unexpected argument", .config),
    ("unrecognized argument", .config), ("unrecognized option", .config),
    ("model not found", .config), ("not have access to model", .config),
    ("builder error", .config),
    ("prompt is too long", .context), ("context window", .context), ("context length", .context),
    ("context_length", .context), ("max_output_tokens", .context),
    ("request too large", .context), ("string too long", .context),
    ("credit balance", .billing), ("out of credits", .billing), ("spend cap", .billing),
    ("billing hard limit", .billing), ("chatgpt plan", .billing),
    ("quota exceeded", .billing), ("insufficient_quota", .billing),
    ("exceeded your current quota", .billing), ("usage limit", .quota),
    ("content_filter", .refused), ("content filter", .refused), ("flagged", .refused),
    ("invalid prompt", .refused), ("content policy", .refused), ("usage policy", .refused),
    ("usage policies", .refused),
  ]

  private static let general: [(words: String, failureClass: RunnerFailure.Class)] = [
    ("rate limit", .quota), ("rate_limit", .quota), ("too many requests", .quota),
    ("hit your limit", .quota),
    ("not logged in", .auth), ("run /login", .auth), ("use /login", .auth),
    ("sign in again", .auth), ("unauthorized", .auth),
    ("authentication", .auth), ("invalid api key", .auth), ("invalid x-api-key", .auth),
    ("missing environment variable", .auth), ("no api key", .auth),
    ("overloaded", .transient), ("high demand", .transient), ("at capacity", .transient),
    ("stream disconnected", .transient), ("connection", .transient), ("network", .transient),
    ("timed out", .transient), ("timeout", .transient), ("temporarily", .transient),
    ("server error", .transient), ("service unavailable", .transient),
    ("bad gateway", .transient), ("fetch failed", .transient), ("socket hang up", .transient),
    // The words of resolvers and of system calls.
    ("enotfound", .transient), ("eai_again", .transient), ("econn", .transient),
    ("etimedout", .transient), ("resolve host", .transient), ("name resolution", .transient),
    ("unreachable", .transient), ("no route to host", .transient),
  ]

  /// The system's words for EMFILE, ENFILE, EAGAIN, ENOMEM, ETXTBSY and EIO, and those of the loader,
  /// which prints EMFILE as a number.
  private static let shortages: [(words: String, failureClass: RunnerFailure.Class)] = [
    ("too many open files", .transient), ("resource temporarily unavailable", .transient),
    ("cannot allocate memory", .transient), ("cannot fork", .transient),
    ("text file busy", .transient), ("input/output error", .transient),
    ("cannot open shared object file: error 24", .transient), (" eagain", .transient),
    (" enomem", .transient), (" etxtbsy", .transient),
  ]

  private static func match(
    _ lowered: String, _ table: [(words: String, failureClass: RunnerFailure.Class)]
  ) -> RunnerFailure.Class? {
    table.first { lowered.contains($0.words) }?.failureClass
  }

  /// The start of `text` in the form in which words are compared: lower case, plain apostrophes.
  static func plain(_ text: String) -> String {
    String(start(text).lowercased().map { $0 == "’" ? "'" : $0 })
  }

  /// The part of an error's text that is searched, 16 KiB: an error says early what is wrong, and
  /// searching megabytes would block the pulse.
  static func start(_ text: String) -> String {
    let limit = 16 << 10
    return text.utf8.count <= limit
      ? text : String(decoding: text.utf8.prefix(limit), as: UTF8.self)
  }

  /// The three digits after a word "status", as in "unexpected status 529" or "last status: 429".
  private static func status(in lowered: String) -> Int? {
    let words = lowered.split { !($0.isLetter || $0.isNumber) }
    for (word, next) in zip(words, words.dropFirst()) where word == "status" {
      if let number = Int(next), (100...599).contains(number) { return number }
    }
    return nil
  }
}
