internal import CSys

/// A regular expression of a manifest, as in JSON Schema (the common part of ECMA 262 and POSIX). It
/// matches anywhere in a text: `docs/decisions/0017-patterns-by-the-c-library.md`.
///
/// The C library matches bytes, in the C locale. Still a literal character, `.` and an excluding class
/// match whole UTF-8 characters; `\d`, `\w` and `\s` are ASCII only.
struct Pattern: Sendable, Hashable {
  /// Why a text is not a valid pattern.
  struct Problem: Error, Sendable, Equatable {
    /// The place, in characters counted from 1.
    let place: Int
    let message: String

    /// As in "'pattern' is wrong: …".
    var description: String { "character \(place): \(message)" }
  }

  /// The pattern as written.
  let text: String
  /// The pattern in the C library's syntax.
  fileprivate let translated: [CChar]

  static let lengthLimit = 256
  /// The most elements, with repetitions expanded as the C library does.
  static let sizeLimit = 1_000
  /// A longer text never matches: some patterns cost time and memory for every byte.
  static let textLimit = 4_096

  init(_ text: String) throws(Problem) {
    guard text.utf8.count <= Self.lengthLimit else {
      throw Problem(
        place: 1, message: "it has \(text.utf8.count) bytes, \(Self.lengthLimit) are allowed")
    }
    self.text = text
    translated = try PatternTranslator.translated(text).map(CChar.init(bitPattern:)) + [0]
    // Only a check: the compiled expression cannot be shared.
    guard CompiledPattern(self) != nil else {
      throw Problem(place: 1, message: "the C library refuses it")
    }
  }

  /// Whether it matches anywhere in `text`. A text with a NUL, or longer than `textLimit` bytes, never
  /// matches.
  func matches(_ text: String) -> Bool {
    CompiledPattern(self)?.matches(text) ?? false
  }
}

/// A pattern compiled by the C library, for many texts. Used by one thread, and short-lived.
final class CompiledPattern {
  private let pattern: Pattern
  private var expression = regex_t()
  private var isCompiled = false
  /// The bytes matched since the expression was compiled.
  private var tried = 0

  /// The library caches every state it reaches, up to some kilobytes per byte of text; compiling again
  /// frees them.
  private static let memory = 16_384

  /// Nil when the library refuses it.
  init?(_ pattern: Pattern) {
    self.pattern = pattern
    guard compile() else { return nil }
  }

  deinit { free() }

  /// As `Pattern.matches`.
  func matches(_ text: String) -> Bool {
    let count = text.utf8.count
    guard count <= Pattern.textLimit, !text.utf8.contains(0) else { return false }
    tried += count
    if tried > Self.memory {
      free()
      guard compile() else { return false }
      tried = count
    }
    return regexec(&expression, text, 0, nil, 0) == 0
  }

  private func compile() -> Bool {
    isCompiled = regcomp(&expression, pattern.translated, REG_EXTENDED | REG_NOSUB) == 0
    return isCompiled
  }

  private func free() {
    if isCompiled { regfree(&expression) }
    isCompiled = false
  }
}
