/// What the keys of one kind look like: how they begin, and of which characters they go on.
package struct KeyShape: Sendable, Equatable {
  package enum Alphabet: Sendable {
    /// `A-Z`, `a-z`, `0-9`.
    case alphanumeric
    /// These and `-`, `_`.
    case urlSafe
    case uppercase
    case hexadecimal
    /// Letters, digits and the marks that paths and encodings have.
    case path

    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .alphanumeric: byte.isLetter || byte.isDigit
      case .urlSafe: byte.isNameByte || byte == UInt8(ascii: "-")
      case .uppercase: UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || byte.isDigit
      case .hexadecimal: byte.isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
      case .path: byte.isNameByte || "-/+=.~".utf8.contains(byte)
      }
    }
  }

  /// As in "a GitHub token".
  let label: String
  let prefix: [UInt8]
  let alphabet: Alphabet
  /// How many characters follow the prefix; the same for each part.
  let length: ClosedRange<Int>
  /// How many parts there are, with a dot between two.
  let parts: Int
  /// Whether the prefix is no part of the key, as that of a header.
  private(set) var keepsPrefix = false
  /// Whether it has letters and digits: words with hyphens begin alike.
  private(set) var isMixed = false

  package init(
    _ label: String, prefix: String, _ alphabet: Alphabet, least: Int, most: Int = .max,
    parts: Int = 1
  ) {
    self.label = label
    self.prefix = Array(prefix.utf8)
    self.alphabet = alphabet
    self.length = least...most
    self.parts = parts
  }

  package var keepingPrefix: KeyShape {
    var shape = self
    shape.keepsPrefix = true
    return shape
  }

  package var mixed: KeyShape {
    var shape = self
    shape.isMixed = true
    return shape
  }

  /// The part of `text` that is a key which begins at `start`.
  func key(at start: Int, in text: Spelling.Text) -> Range<Int>? {
    guard text[start...].starts(with: prefix) else { return nil }
    let body = start + prefix.count
    var end = body
    for part in 0..<parts {
      if part > 0 {
        guard end < text.count, text[end] == UInt8(ascii: ".") else { return nil }
        end += 1
      }
      let count = text[end...].prefix { alphabet.contains($0) }.count
      guard length.contains(count) else { return nil }
      end += count
    }
    if isMixed {
      let own = text[body..<end]
      guard own.contains(where: \.isDigit), own.contains(where: \.isLetter) else { return nil }
    }
    return (keepsPrefix ? body : start)..<end
  }
}

/// All the kinds of keys that are known, and what else is a secret by its form alone: a password in an
/// address, a private key in its armour.
package struct KeyShapes: Sendable, Equatable {
  struct Found: Equatable {
    let range: Range<Int>
    let label: String
  }

  package static let none = KeyShapes([], others: false)

  private let shapes: [KeyShape]
  /// For each byte, the shapes that begin with it.
  private let starts: [[Int]]
  private let findsOthers: Bool
  /// Whether what is found is one word without a character that a shell reads: nothing that would run
  /// is hidden behind a mark.
  var isInCommand = false

  package init(_ shapes: [KeyShape], others: Bool = true) {
    self.shapes = shapes
    findsOthers = others
    var starts = [[Int]](repeating: [], count: 256)
    for (index, shape) in shapes.enumerated() { starts[Int(shape.prefix[0])].append(index) }
    self.starts = starts
  }

  func mayBegin(with byte: UInt8) -> Bool {
    !starts[Int(byte)].isEmpty
      || findsOthers && (byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-"))
  }

  /// The secret that is recognised at `at`, which may begin later.
  func found(at: Int, in text: Spelling.Text) -> Found? {
    let byte = text[at]
    if !starts[Int(byte)].isEmpty, Self.isBoundary(before: at, in: text) {
      for index in starts[Int(byte)] {
        if let range = shapes[index].key(at: at, in: text) {
          return Found(range: range, label: shapes[index].label)
        }
      }
    }
    guard findsOthers else { return nil }
    switch byte {
    case UInt8(ascii: ":"):
      return AddressPassword.range(at: at, in: text, isInCommand: isInCommand)
        .map { Found(range: $0, label: "a password") }
    case UInt8(ascii: "-") where !isInCommand:
      return KeyArmour.range(at: at, in: text).map { Found(range: $0, label: "a private key") }
    default: return nil
    }
  }

  /// The end of a private key whose beginning is cut off: its lines from `start` on, before the one at
  /// `at` that ends it.
  func headless(endingAt at: Int, in text: Spelling.Text, after start: Int) -> Found? {
    guard findsOthers, !isInCommand, text[at] == UInt8(ascii: "-") else { return nil }
    return KeyArmour.headless(endingAt: at, in: text, after: start)
      .map { Found(range: $0, label: "a private key") }
  }

  /// Whether a word may begin at `at`: nothing stands before it, or what does is no part of a word, an
  /// escape's letter included, as in `%3D`, `\n` or the end of a colour's sequence.
  private static func isBoundary(before at: Int, in text: Spelling.Text) -> Bool {
    guard at > 0 else { return true }
    let former = text[at - 1]
    guard former.isNameByte else { return true }
    if at >= 2, text[at - 2] == Spelling.backslash { return true }
    if at >= 3, text[at - 3] == UInt8(ascii: "%") { return true }
    if at >= 6, text[at - 6] == Spelling.backslash, text[at - 5] == UInt8(ascii: "u") {
      return true
    }
    guard former == UInt8(ascii: "m") else { return false }
    let numbers = text[max(0, at - 12)..<(at - 1)].reversed()
      .drop { $0.isDigit || $0 == UInt8(ascii: ";") }
    return numbers.first == UInt8(ascii: "[")
  }
}
