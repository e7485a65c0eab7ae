internal import CSys

/// A regular expression of a manifest, as JSON Schema has them (the common part of ECMA 262 and
/// POSIX), found anywhere in a text: `docs/decisions/0017-patterns-by-the-c-library.md`.
///
/// The C library sees bytes, in the C locale. A literal character, `.` and a class that excludes
/// stand for whole characters of UTF-8 all the same; `\d`, `\w` and `\s` are ASCII's.
struct Pattern: Sendable, Hashable {
  /// Why a text is no pattern.
  struct Problem: Error, Sendable, Equatable {
    /// Where, in characters counted from 1.
    let place: Int
    let message: String

    /// As in "'pattern' is wrong: …".
    var description: String { "character \(place): \(message)" }
  }

  /// What was written.
  let text: String
  /// The same for the C library.
  fileprivate let translated: [CChar]

  static let lengthLimit = 256
  /// How many elements it may have once its repetitions are written out, as the C library does.
  static let sizeLimit = 1_000
  /// A longer text matches nothing: some patterns take time and memory for every byte of it.
  static let textLimit = 4_096

  init(_ text: String) throws(Problem) {
    guard text.utf8.count <= Self.lengthLimit else {
      throw Problem(
        place: 1, message: "it has \(text.utf8.count) bytes, \(Self.lengthLimit) are allowed")
    }
    self.text = text
    translated = try PatternTranslator.translated(text).map(CChar.init(bitPattern:)) + [0]
    // What was compiled is let go again: it cannot be shared.
    guard CompiledPattern(self) != nil else {
      throw Problem(place: 1, message: "the C library cannot make sense of it")
    }
  }

  /// Whether it is found anywhere in `text`. One that holds a NUL, or is longer than `textLimit`
  /// bytes, matches nothing.
  func matches(_ text: String) -> Bool {
    CompiledPattern(self)?.matches(text) ?? false
  }
}

/// A pattern as the C library holds it, for many texts; of one thread, and soon let go.
final class CompiledPattern {
  private let pattern: Pattern
  private var expression = regex_t()
  private var isCompiled = false
  /// How many bytes the expression was tried on.
  private var tried = 0

  /// The library remembers every state it meets, up to some kilobytes a byte of text; an expression
  /// made anew has forgotten them.
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
