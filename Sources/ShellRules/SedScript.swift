internal import Base

/// The one use of `sed` that only reads: `sed -n` with scripts that print lines and quit. Every
/// other command of its language may write a file or, in GNU's, run a program.
enum SedScript {
  /// Why `arguments` are not of that kind, as the end of a sentence.
  @Sendable static func problem(_ arguments: [String]) -> String? {
    let isQuiet = arguments.contains { word in
      word == "--quiet" || word == "--silent"
        || (word.looksLikeOption && !word.startsWithBytes("--")
          && word.utf8.contains(UInt8(ascii: "n")))
    }
    guard isQuiet else { return "without -n its script may do more than print" }
    guard let script = arguments.first(where: { !$0.looksLikeOption }) else {
      return "its script is missing"
    }
    return script.splitBytes(";\n").allSatisfy(onlyPrints)
      ? nil
      : "its script '\(Untrusted.word(script))' may do more than print"
  }

  /// `p` or `q` behind at most two addresses: a number, `$`, or `/…/`.
  private static func onlyPrints(_ command: String) -> Bool {
    var rest = Array(command.utf8)[...].drop { $0 == UInt8(ascii: " ") }
    if takeAddress(&rest), rest.first == UInt8(ascii: ",") {
      rest = rest.dropFirst()
      guard takeAddress(&rest) else { return false }
    }
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    if rest.first == UInt8(ascii: "!") { rest = rest.dropFirst() }
    guard let verb = rest.popFirst() else { return false }
    return (verb == UInt8(ascii: "p") || verb == UInt8(ascii: "q"))
      && rest.allSatisfy { $0 == UInt8(ascii: " ") }
  }

  private static func takeAddress(_ rest: inout ArraySlice<UInt8>) -> Bool {
    switch rest.first {
    case UInt8(ascii: "$")?:
      rest = rest.dropFirst()
    case UInt8(ascii: "/")?:
      var at = rest.startIndex + 1
      while at < rest.endIndex, rest[at] != UInt8(ascii: "/") {
        at += rest[at] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard at < rest.endIndex else { return false }
      rest = rest[(at + 1)...]
    case let byte? where byte.isDigit:
      rest = rest.drop(while: \.isDigit)
    default: return false
    }
    return true
  }
}
