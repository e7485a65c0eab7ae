internal import Base
internal import Core

/// The words of failure: the one place that says what a wording means. Agent CLIs share no error
/// format, but they pass on the words of the same providers, libraries and systems.
///
/// A phrase is found as whole words, in any case: `connection` is not found in
/// `unbounded_connection_retries`, `connection.toml` or `--connection`. `*` at the end of a word stands
/// for any ending, at its start for any letters; alone it stands for up to three words.
enum FailureWords {
  typealias Row = (failureClass: RunnerFailure.Class, phrases: [String])

  /// More specific than an HTTP status beside them. Of several the first counts.
  static let specific = PhraseTable([
    (
      .config,
      [
        // Of option parsers.
        "unknown option", "unknown options", "no such option", "unexpected argument",
        "unrecognized argument", "unrecognized arguments", "unrecognized option",
        "unrecognised option", "unrecognized subcommand", "unknown argument", "unknown arguments",
        "unknown flag", "unknown * flag", "unknown command", "unknown subcommand",
        "no such command", "unknown feature", "invalid * value", "invalid option",
        "invalid * flag", "invalid choice", "missing required argument",
        "missing required option", "flag provided but not defined",
        // Of config files.
        "unknown key", "unknown config* key", "unknown * field", "unknown * setting",
        "unknown property", "unknown configuration", "missing field", "duplicate key",
        "invalid type", "invalid config*", "invalid settings", "config* error",
        "config* is invalid", "parse config*", "parse * config*", "load config*",
        "loading config*", "load * config*", "reading config*", "read config*",
        // Of models.
        "model not found", "model_not_found", "not have access to model", "unknown model",
        "unknown provider", "no such model", "unsupported model", "invalid model",
        "model * does not exist", "model * not found", "model * is not supported",
        "issue with the selected model",
        // Of addresses and certificates.
        "builder error", "invalid url", "certificate verif*", "certificate_verify_failed",
        "self-signed certificate", "self signed certificate", "unable_to_verify_leaf_signature",
        "local issuer certificate", "certificate has expired",
      ]
    ),
    (
      .context,
      [
        "prompt is too long", "prompt too long", "input is too long", "context window",
        "context length", "context_length*", "context limit", "maximum context",
        "max_output_tokens", "request too large", "request_too_large", "string too long",
        "too many tokens",
      ]
    ),
    (
      .billing,
      [
        "credit balance", "out of credits", "insufficient credits", "insufficient credit",
        "insufficient balance", "insufficient funds", "not enough credits", "payment required",
        "billing_error", "spend cap", "billing hard limit", "chatgpt plan", "quota exceeded",
        "insufficient_quota*", "exceeded your current quota",
      ]
    ),
    (
      .quota,
      [
        "usage limit*", "usage_limit*", "usage cap", "hit your * limit", "hit your * limits",
        "hit the * limit", "reached your * limit", "reached the * limit", "exceeded your * limit",
        "session limit*", "weekly limit*", "daily limit*", "monthly limit*", "hourly limit*",
        "5-hour limit*", "hour limit", "limit resets", "limit will reset", "out of extra usage",
      ]
    ),
    (
      .refused,
      [
        "content_filter", "content filter", "content filtering", "flagged", "invalid prompt",
        "content policy", "content_policy*", "usage policy", "usage policies",
      ]
    ),
  ])

  /// Where neither those nor an HTTP status decide.
  static let general = PhraseTable([
    (
      .quota,
      [
        "rate limit*", "rate-limit*", "rate_limit*", "*ratelimit", "*ratelimited",
        "*ratelimiterror", "too many requests", "too_many_requests", "resource_exhausted",
        "tokens per minute", "requests per minute", "limit reached",
      ]
    ),
    (
      .auth,
      [
        "not logged in", "not signed in", "not authenticated", "run /login", "use /login",
        "auth login", "log in again", "please log in", "please login", "sign in again",
        "login required", "unauthorized", "unauthorised", "unauthenticated",
        "authentication failed", "authentication * failed", "authentication fails",
        "authentication failure", "authentication error", "authentication required",
        "authentication is required", "authentication expired", "authentication * expired",
        "authentication credentials", "authentication token", "authentication information",
        "requires authentication", "needs authentication", "no authentication",
        "invalid authentication", "missing authentication", "check your authentication",
        "authentication_*", "*authenticationerror", "*autherror", "failed to authenticate",
        "permission_error", "*permissiondeniederror", "invalid api key", "invalid * api key",
        "incorrect api key", "invalid_api_key", "invalid x-api-key", "invalid token",
        "invalid bearer token", "token * expired", "token expired", "expired token",
        "missing environment variable", "no api key", "no api keys", "api key not found",
        "api key not valid", "api key is not * valid", "api key * invalid", "api key * missing",
        "api key * required", "api key * not set", "missing api key", "missing api_key",
        "api_key client option", "api key expired", "api key has expired", "no credentials",
        "missing credentials", "invalid credentials", "no auth credentials",
        "credentials not found",
        // The name of a variable alone is no failure.
        "*_api_key * not set", "*_api_key * not found", "*_api_key * not provided",
        "*_api_key * not configured", "*_api_key * not defined", "*_api_key * not valid",
        "*_api_key * not present", "*_api_key * not specified", "*_api_key * must be set",
        "*_api_key * must be provided", "*_api_key isn't set", "keyerror *_api_key",
        "*_api_key * missing", "*_api_key * required", "*_api_key * invalid", "*_api_key * unset",
        "*_api_key * empty", "*_api_key * undefined", "*_api_key * expired", "no *_api_key",
        "missing *_api_key", "invalid *_api_key", "incorrect *_api_key", "set * *_api_key",
        "setting * *_api_key", "export * *_api_key", "provide * *_api_key", "need * *_api_key",
        "needs * *_api_key", "require * *_api_key", "requires * *_api_key", "without * *_api_key",
        "expected * *_api_key", "find * *_api_key",
      ]
    ),
    (
      .transient,
      [
        "overloaded", "overloaded_error", "*overloadederror", "high demand", "at capacity",
        "stream disconnected", "unable to connect", "could not connect", "couldn't connect",
        "cannot connect", "can't connect", "failed to connect",
        "connection refused", "connection * refused", "connection reset", "connection * reset",
        "connection closed", "connection * closed", "connection lost", "connection * lost",
        "connection * was lost", "connection * was closed", "connection * was refused",
        "connection * was reset", "err_connection*", "err_network*", "err_internet*",
        "err_timed_out", "err_name_not_resolved",
        "connection error", "connection errors", "connection failed", "connection * failed",
        "connection failure", "connection failures", "connection aborted", "connection dropped",
        "connection * dropped", "connection terminated", "connection * terminated",
        "connection interrupted", "connection * interrupted", "connection broken",
        "connection timed", "connection timeout", "connection timeouts", "connection issue*",
        "connection problem*", "connection unexpectedly", "connection could not",
        "connection attempt failed", "connection attempts failed", "closed the connection",
        "closed connection", "lost connection", "lost the connection", "lost * connection",
        "no connection", "no internet connection", "internet connection", "network connection",
        "error * connection", "could not establish * connection", "connections * failed",
        "failed to establish * connection", "connection-reset", "connection-refused",
        "connectionreset", "connectionrefused",
        "connectionclosed", "failedtoopensocket", "error sending request", "max retries exceeded",
        "network error", "network errors", "network * error", "network failure", "network failed",
        "network is down", "network is unavailable", "network is not available",
        "network unavailable", "network unreachable", "network timeout", "network request failed",
        "network issue*", "network problem*", "network changed", "network connectivity",
        "network is offline", "no network", "*networkerror", "*connectionerror", "*connecterror",
        "*connectionreseterror",
        "*connectionrefusederror", "*protocolerror", "timed out", "timed-out", "time-out",
        "*readtimeout", "*writetimeout", "*connecttimeout", "*pooltimeout", "timeout error",
        "timeout exceeded", "timeout while", "timeout waiting", "timeout reached", "timeout after",
        "timeout expired", "timeout elapsed", "timeout occurred", "timeout of * exceeded",
        "request timeout", "read timeout", "connect timeout", "gateway timeout", "response timeout",
        "upstream timeout", "idle timeout", "operation timeout", "socket timeout", "stream timeout",
        "server timeout", "i/o timeout", "io timeout", "handshake timeout", "headers timeout",
        "body timeout", "request timeouts", "*timeouterror", "*timeoutexception",
        "deadline exceeded",
        "temporary failure", "temporary error", "temporary issue*", "temporary problem*",
        "temporary outage", "temporary network", "temporary overload", "temporarily",
        "server error", "server_error", "internal_server_error",
        "*servererror", "service unavailable", "service_unavailable", "*serviceunavailableerror",
        "bad gateway", "gateway time-out", "fetch failed", "socket hang up", "premature close",
        "unexpected eof", "incomplete chunked read", "broken pipe",
        // Of resolvers and of system calls.
        "enotfound", "eai_again", "econn*", "etimedout", "enetunreach", "ehostunreach",
        "enetdown", "epipe", "resolve host", "name resolution", "name or service not known",
        "nodename nor servname", "no such host", "getaddrinfo", "is unreachable",
        "host unreachable",
        "server unreachable", "unreachable host", "destination unreachable", "no route to host",
        "dial tcp", "dns error", "lookup address information",
      ]
    ),
    (
      .config,
      [
        "cannot parse", "could not parse", "failed to parse", "failed to load", "no such file",
        "file not found", "enoent", "eacces", "permission denied", "cannot find module",
        "module not found", "no module named", "*modulenotfounderror", "not a git repo*",
        "not a git repository", "command not found", "not executable", "exec format error",
        "must be set", "unsupported version", "requires node",
      ]
    ),
  ])

  /// The system's words for EMFILE, ENFILE, EAGAIN, ENOMEM, ETXTBSY and EIO, and those of the loader,
  /// which prints EMFILE as a number.
  static let shortages = PhraseTable([
    (
      .transient,
      [
        "too many open files", "resource temporarily unavailable", "cannot allocate memory",
        "cannot fork", "text file busy", "input/output error",
        "cannot open shared object file error 24", "emfile", "enfile", "eagain", "enomem",
        "etxtbsy",
      ]
    )
  ])

  /// What passes by itself where it is all that is said.
  static let alone: Set<String> = ["timeout", "network", "connection", "unreachable"]

  /// Words beside which those of a network are about a setting.
  static let settings = PhraseTable([
    (
      .config,
      [
        "must be a", "must be an", "must be one", "must be between", "must be positive",
        "must be greater", "must be less", "must be at least", "must be in", "must not be",
        "should be a", "should be an", "not defined", "is not a number", "is not a valid",
        "not a valid", "expected a", "expected an", "no such profile",
      ]
    )
  ])

  /// How lines begin that say something beside the failure.
  static let asides = [
    "warn", "info", "debug", "trace", "traceback", "note", "hint", "tip", "notice", "verbose",
    "(node:",
  ]

  /// How lines begin that say what failed.
  static let openings = [
    "error", "fatal", "panic", "panicked", "failed", "failure", "api error", "critical", "uncaught",
    "unhandled", "thread '",
  ]

  /// The names of levels of a log, and those of errors among them.
  static let levels: Set<String> = [
    "trace", "debug", "verbose", "info", "information", "notice", "note", "hint", "tip", "warn",
    "warning", "dbg", "inf", "wrn",
  ]
  static let errorLevels: Set<String> = [
    "error", "err", "fatal", "panic", "critical", "crit", "severe", "alert", "emerg",
  ]

  /// Programs that put their name before a level without any mark.
  static let loggers: Set<String> = ["npm", "pnpm", "yarn"]

  /// What a date is spelled with.
  static let calendar: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon",
    "tue",
    "wed", "thu", "fri", "sat", "sun",
  ]

  /// How a line begins that can be no answer, where it is the only one.
  static let onlyErrors = ["execution error", "error:", "fatal:", "fatal error:", "api error"]

  /// The word before a number that makes it an HTTP status.
  static let statusWords: Set<String> = [
    "status", "code", "http", "error", "errors", "status_code", "statuscode", "rejected",
    "returned",
    "response", "got", "http/1.1", "http/2",
  ]

  /// The words after a number that make it one.
  static let reasonWords: Set<String> = [
    "unauthorized", "forbidden", "payment", "too", "internal", "bad", "service", "gateway", "not",
    "request", "conflict", "overloaded",
  ]
}

/// Phrases and what they mean, prepared for the search.
struct PhraseTable: Sendable {
  private struct Phrase {
    let words: [Word]
    let rank: Int
    let failureClass: RunnerFailure.Class
  }

  private enum Word {
    case exact(String)
    case beginning(String)
    case ending(String)
    case gap

    init(_ text: String) {
      if text == "*" {
        self = .gap
      } else if text.hasSuffix("*") {
        self = .beginning(String(text.dropLast()))
      } else if text.hasPrefix("*") {
        self = .ending(String(text.dropFirst()))
      } else {
        self = .exact(text)
      }
    }

    func matches(_ text: String) -> Bool {
      switch self {
      case .gap: return true
      case .exact(let word): return text == word
      case .beginning(let start): return text.hasPrefix(start)
      case .ending(let end):
        guard text.hasSuffix(end) else { return false }
        let rest = text.utf8.dropLast(end.utf8.count)
        // `httpx.ReadTimeout` is the name of an error, `network.timeout` that of a setting.
        guard let dot = rest.lastIndex(of: UInt8(ascii: ".")) else {
          return end.first == "_" ? rest.allSatisfy(\.isNameByte) : rest.allSatisfy(\.isLetter)
        }
        let name = rest[rest.index(after: dot)...]
        return (!name.isEmpty || end.hasSuffix("error") || end.hasSuffix("timeout"))
          && name.allSatisfy(\.isLetter)
      }
    }
  }

  private static let longestGap = 3

  private var byFirstWord: [String: [Phrase]] = [:]
  private var others: [Phrase] = []

  init(_ rows: [FailureWords.Row]) {
    let phrases = rows.flatMap { row in row.phrases.map { (row.failureClass, $0) } }
    for (rank, (failureClass, text)) in phrases.enumerated() {
      let words = text.split(separator: " ").map { word in
        Word(word.first == "/" ? String(word.dropFirst()) : String(word))
      }
      let phrase = Phrase(words: words, rank: rank, failureClass: failureClass)
      if case .exact(let first) = words.first {
        byFirstWord[first, default: []].append(phrase)
      } else {
        others.append(phrase)
      }
    }
  }

  /// The class of the first phrase of the table that `words` hold.
  func match(_ words: [String]) -> RunnerFailure.Class? {
    var best: Phrase?
    for place in words.indices {
      for phrase in (byFirstWord[words[place]] ?? []) + others
      where phrase.rank < best?.rank ?? .max && Self.holds(words[place...], phrase.words[...]) {
        best = phrase
      }
    }
    return best?.failureClass
  }

  private static func holds(_ words: ArraySlice<String>, _ phrase: ArraySlice<Word>) -> Bool {
    guard let first = phrase.first else { return true }
    let rest = phrase.dropFirst()
    if case .gap = first {
      return (0...longestGap).contains { $0 <= words.count && holds(words.dropFirst($0), rest) }
    }
    guard let word = words.first, first.matches(word) else { return false }
    return holds(words.dropFirst(), rest)
  }
}
