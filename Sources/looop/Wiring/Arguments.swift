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

  /// Whether this process is one that looop starts itself.
  static var areOfLooop: Bool { ["pulse", "supervise"].contains(words.first ?? "") }

  /// Whether a `--` says that the words behind it are meant as they are.
  static var hasTerminator: Bool { words.contains("--") }
}
