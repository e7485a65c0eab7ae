internal import Base
internal import CSys

/// The words looop was started with, from the C library: Swift's own `CommandLine` reads /proc, which
/// may be missing, or cannot be opened when no descriptor is left.
enum Arguments {
  /// The program's name first.
  static let all: [String] = {
    var all: [String] = []
    var next = csys_arguments()
    while let word = next?.pointee {
      all.append(String(cString: word))
      next = next?.advanced(by: 1)
    }
    return all
  }()

  static var words: ArraySlice<String> { all.dropFirst() }

  /// What is wrong with the first word that is not UTF-8; nil when all are. Read otherwise it would be
  /// another text, or the name of another file.
  static var problem: LooopError? {
    var next = csys_arguments()
    for (number, word) in all.enumerated() {
      defer { next = next?.advanced(by: 1) }
      guard let bytes = next?.pointee, number > 0, word.unicodeScalars.contains("\u{FFFD}") else {
        continue
      }
      var exact: [UInt8] = []
      while bytes[exact.count] != 0 { exact.append(UInt8(bitPattern: bytes[exact.count])) }
      do throws(LooopError) {
        _ = try ExactText.read(exact, "The word \(number) of the line")
      } catch { return error }
    }
    return nil
  }

  /// Whether this process is one that looop starts itself.
  static var areOfLooop: Bool { ["pulse", "supervise"].contains(words.first ?? "") }

  /// Whether a `--` says that the words behind it are meant as they are.
  static var hasTerminator: Bool { words.contains("--") }
}
