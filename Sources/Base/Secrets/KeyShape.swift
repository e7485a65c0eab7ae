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
  /// Whether the prefix is a name, and the key is the value that it is given.
  private(set) var isAssigned = false
  /// Where a text is cut, as much of a key is one.
  private static let leastPart = 4
  /// So near to the end of a text a key is looked for that it cuts.
  static let longestPart = 200

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

  /// What `name=` is given, or `"name": `.
  package var assigned: KeyShape {
    var shape = keepingPrefix.mixed
    shape.isAssigned = true
    return shape
  }

  /// Where the key begins whose prefix begins at `start`.
  private func bodyStart(after start: Int, in text: Spelling.Text) -> Int? {
    guard text[start...].starts(with: prefix) else { return nil }
    let end = start + prefix.count
    guard isAssigned else { return end }
    let sign = text[end...].prefix(8).prefix { " \t\"'\\=:".utf8.contains($0) }
    return sign.contains { "=:".utf8.contains($0) } ? sign.endIndex : nil
  }

  /// Whether a key begins at `start` and goes on to the end of `text`.
  func isCut(at start: Int, in text: Spelling.Text) -> Bool {
    guard let body = bodyStart(after: start, in: text), body < text.count else { return false }
    return text[body...].allSatisfy { alphabet.contains($0) || $0 == UInt8(ascii: ".") }
  }

  /// The part of `text` that is a key which begins at `start`.
  func key(at start: Int, in text: Spelling.Text) -> Range<Int>? {
    guard let body = bodyStart(after: start, in: text) else { return nil }
    var end = body
    var isCut = false
    for part in 0..<parts where !isCut {
      if part > 0 {
        guard end < text.count, text[end] == UInt8(ascii: ".") else { return nil }
        end += 1
      }
      let count = text[end...].prefix { alphabet.contains($0) }.count
      end += count
      guard !length.contains(count) else { continue }
      isCut =
        count >= Self.leastPart && count < length.upperBound && LaidOutText.isCut(end, in: text)
      guard isCut else { return nil }
    }
    if isMixed || isCut {
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
  /// For each byte that a shape begins with, whether one goes on with the next: a long run of one
  /// character is not compared with every shape at each of its places.
  private let seconds: [[Bool]]
  private let findsOthers: Bool
  /// Whether what is found is one word without a character that a shell reads: nothing that would run
  /// is hidden behind a mark.
  var isInCommand = false

  package init(_ shapes: [KeyShape], others: Bool = true) {
    self.shapes = shapes
    findsOthers = others
    var starts = [[Int]](repeating: [], count: 256)
    var seconds = [[Bool]](repeating: [], count: 256)
    for (index, shape) in shapes.enumerated() {
      let first = Int(shape.prefix[0])
      starts[first].append(index)
      if seconds[first].isEmpty { seconds[first] = [Bool](repeating: false, count: 256) }
      if shape.prefix.count > 1 { seconds[first][Int(shape.prefix[1])] = true }
      // What follows a prefix of one byte is any.
      if shape.prefix.count == 1 { seconds[first] = [Bool](repeating: true, count: 256) }
    }
    self.starts = starts
    self.seconds = seconds
  }

  func mayBegin(with byte: UInt8) -> Bool {
    !starts[Int(byte)].isEmpty
      || findsOthers && (byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-"))
  }

  /// The secret that is recognised at `at`, which may begin later.
  func found(at: Int, in text: Spelling.Text) -> Found? {
    let byte = text[at]
    if let (index, range) = shape(at: at, in: text, { $0.key(at: at, in: text) }) {
      return Found(range: range, label: shapes[index].label)
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

  /// Whether a key begins at `at` and goes on to the end of `text`.
  func isCut(at: Int, in text: Spelling.Text) -> Bool {
    shape(at: at, in: text) { $0.isCut(at: at, in: text) ? true : nil } != nil
  }

  /// The first shape that may begin at `at` and of which `body` says something, and what.
  private func shape<Result>(
    at: Int, in text: Spelling.Text, _ body: (KeyShape) -> Result?
  ) -> (index: Int, Result)? {
    let first = Int(text[at])
    guard !starts[first].isEmpty, at + 1 < text.count, seconds[first][Int(text[at + 1])] else {
      return nil
    }
    let candidates = starts[first]
    let isBoundary = Self.isBoundary(before: at, in: text)
    for index in candidates where isBoundary || shapes[index].isAssigned {
      if let result = body(shapes[index]) { return (index, result) }
    }
    return nil
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
