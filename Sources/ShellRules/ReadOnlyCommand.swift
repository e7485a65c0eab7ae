internal import Base

/// One program, or one subcommand of one, that reads and changes nothing, in the forms given here.
struct ReadOnlyCommand: Sendable {
  /// Which options keep it so.
  enum Options: Sendable {
    case any
    /// All but these. A long one also as the abbreviation GNU programs take, a short one also
    /// inside a cluster. Checked behind `--` too, which may be another option's argument.
    case except([String])
    /// These and no other: `-a`, `--all`; `-n:` and `--sort:` take an argument.
    case only([String])
    /// Words that start with `-` are whole, as those of `find`.
    case words(Set<String>)
  }

  /// What may stand where no option stands. Known with `.only` options alone: for the others it
  /// counts every word that starts with no `-`.
  enum Operands: Sendable {
    case any
    case none
    case atMost(Int)
    /// Each starts with this.
    case prefixed(String)
    /// Any, when one of these options is there too; none otherwise.
    case onlyWith(Set<String>)
  }

  /// What its arguments may bring to light.
  enum Shown: Sendable {
    /// What is in the files they name.
    case files
    /// What files are called or how large they are, never what is in them.
    case names
    /// What a repository keeps, wherever in it one is.
    case repository
    /// Nothing yet: it goes into the folder that they name.
    case folder
  }

  let name: String
  var options: Options = .any
  var operands: Operands = .any
  var shows: Shown = .files
  /// A last look at all arguments: what is wrong with them, as the end of a sentence.
  var extra: (@Sendable ([String]) -> String?)?
  /// The same for what depends on the folder too.
  var below: (@Sendable ([String], Places) -> String?)?

  init(
    _ name: String, _ options: Options = .any, operands: Operands = .any,
    shows: Shown = .files, extra: (@Sendable ([String]) -> String?)? = nil,
    below: (@Sendable ([String], Places) -> String?)? = nil
  ) {
    self.name = name
    self.options = options
    self.operands = operands
    self.shows = shows
    self.extra = extra
    self.below = below
  }

  /// Why these arguments are not allowed, as the end of a sentence; nil when they are.
  func problem(_ arguments: [ShellWord], inputs: [ShellWord], from places: Places) -> String? {
    if let problem = globProblem(arguments) { return problem }
    if let secret = secret(arguments, inputs, from: places) {
      return "it may show a secret (\(secret))"
    }
    let texts = arguments.map(\.text)
    let scan: Scan
    switch options {
    case .any: scan = Scan(operands: texts.filter { !$0.looksLikeOption })
    case .except(let denied):
      for text in texts where Self.isDenied(text, denied) {
        return "not with \(shown(text))"
      }
      scan = Scan(operands: texts.filter { !$0.looksLikeOption })
    case .words(let known):
      for text in texts where text.looksLikeOption {
        let isNumber = text.utf8.dropFirst().first.map(\.isDigit) ?? false
        if !isNumber, !known.contains(text) { return "not with \(shown(text))" }
      }
      scan = Scan(operands: [])
    case .only(let known):
      switch Scan.options(texts, known) {
      case .success(let result): scan = result
      case .failure(let unknown): return "not with \(shown(unknown.text))"
      }
    }
    return operandProblem(scan) ?? extra?(texts) ?? below?(texts, places)
  }

  // MARK: -

  private func secret(
    _ arguments: [ShellWord], _ inputs: [ShellWord], from places: Places
  ) -> String? {
    for word in arguments {
      let secret: String? =
        switch shows {
        case .names: nil
        case .files: SecretPaths.secret(in: word, from: places)
        case .repository: SecretPaths.secret(in: word, from: Places())
        case .folder: SecretPaths.secret(inFolder: word, from: places)
        }
      if let secret { return secret }
    }
    // What a program is given as its input it may print, whatever it does with its arguments.
    for word in inputs {
      if let secret = SecretPaths.secret(in: word, from: places) { return secret }
    }
    return nil
  }

  /// A file's name may look like an option, and a pattern brings in any file's name.
  private func globProblem(_ arguments: [ShellWord]) -> String? {
    if case .any = options, case .any = operands { return nil }
    for (at, word) in arguments.enumerated() where word.hasGlob {
      switch operands {
      case .any where !word.mayBecomeOption: continue
      case .any where Self.isBehindOptions(arguments[..<at]): continue
      case .any, .none, .atMost, .prefixed, .onlyWith:
        return "a file's name that \(shown(word.text)) matches may be read as an option"
      }
    }
    return nil
  }

  /// Behind a `--` that is no argument of the option before it.
  private static func isBehindOptions(_ before: ArraySlice<ShellWord>) -> Bool {
    guard let end = before.firstIndex(where: { $0.text == "--" }) else { return false }
    return end == before.startIndex || !before[end - 1].text.looksLikeOption
  }

  private func operandProblem(_ scan: Scan) -> String? {
    switch operands {
    case .any: nil
    case .none: scan.operands.first.map { "not with \(shown($0))" }
    case .atMost(let limit):
      scan.operands.count > limit ? "not with \(shown(scan.operands[limit]))" : nil
    case .prefixed(let prefix):
      scan.operands.first { !$0.startsWithBytes(prefix) }.map { "not with \(shown($0))" }
    case .onlyWith(let flags):
      flags.isDisjoint(with: scan.options)
        ? scan.operands.first.map { "not with \(shown($0))" } : nil
    }
  }

  /// `--name` of `--name=value`.
  private static func optionName(_ text: String) -> String {
    String(decoding: text.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
  }

  private static func isDenied(_ text: String, _ denied: [String]) -> Bool {
    guard text.looksLikeOption else { return false }
    if text.startsWithBytes("--") {
      let name = optionName(text)
      return name.utf8.count > 2
        && denied.contains { $0.startsWithBytes("--") && $0.startsWithBytes(name) }
    }
    return denied.contains { option in
      guard let letter = option.utf8.last, !option.startsWithBytes("--") else { return false }
      return text.utf8.dropFirst().contains(letter)
    }
  }

  private func shown(_ text: String) -> String { "'\(Untrusted.word(text))'" }

  /// A command's arguments, sorted into options and operands.
  struct Scan {
    struct Unknown: Error {
      let text: String
    }

    var options: Set<String> = []
    var operands: [String]

    static func options(_ texts: [String], _ known: [String]) -> Result<Scan, Unknown> {
      var scan = Scan(operands: [])
      var rest = texts[...]
      while let text = rest.popFirst() {
        if text == "--" {
          scan.operands += rest
          return .success(scan)
        }
        guard text.looksLikeOption else {
          scan.operands.append(text)
          continue
        }
        let isKnown =
          text.startsWithBytes("--")
          ? scan.readLong(text, known: known, &rest) : scan.readShort(text, known: known, &rest)
        if !isKnown { return .failure(Unknown(text: text)) }
      }
      return .success(scan)
    }

    private mutating func readLong(
      _ text: String, known: [String], _ rest: inout ArraySlice<String>
    ) -> Bool {
      let name = ReadOnlyCommand.optionName(text)
      let hasValue = name.utf8.count < text.utf8.count
      options.insert(name)
      if known.contains("\(name):") {
        return hasValue || rest.popFirst() != nil
      }
      return known.contains(hasValue ? "\(name)=" : name)
    }

    private mutating func readShort(
      _ text: String, known: [String], _ rest: inout ArraySlice<String>
    ) -> Bool {
      var letters = text.dropFirst()
      while let letter = letters.popFirst() {
        let name = "-\(letter)"
        options.insert(name)
        if known.contains("\(name):") {
          // The argument is the cluster's rest, or the next word.
          return !letters.isEmpty || rest.popFirst() != nil
        }
        if known.contains("\(name)#") { return letters.isEmpty || letters.utf8.isDigitsOnly }
        if !known.contains(name) { return false }
      }
      return true
    }
  }
}

extension ShellWord {
  /// A pattern may take in a file whose name starts with a dash. Behind `--name=` it names the same
  /// option whatever it takes in.
  fileprivate var mayBecomeOption: Bool {
    let literal = text.utf8.prefix { !"*?[".utf8.contains($0) }
    guard let first = literal.first else { return true }
    return first == UInt8(ascii: "-")
      && !(text.startsWithBytes("--") && literal.contains(UInt8(ascii: "=")))
  }
}
