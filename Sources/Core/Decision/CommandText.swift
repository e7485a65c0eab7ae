internal import Base

/// What would run, shown so that nothing in it goes unseen: what is not ASCII as escapes, and long
/// stretches of blanks and of empty lines as their number.
enum CommandText {
  private static let mostBlanks = 24
  private static let mostEmptyLines = 2

  static func shown(_ text: String) -> String {
    var lines: [String] = []
    var empty = 0
    let newLine: Unicode.Scalar = "\n"
    for line in text.unicodeScalars.split(separator: newLine, omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " || $0 == "\t" || $0 == "\r" }) {
        empty += 1
        continue
      }
      lines += gap(empty)
      empty = 0
      lines.append(Untrusted.ascii(counted(line)))
    }
    return (lines + gap(empty)).joined(separator: "\n")
  }

  private static func gap(_ count: Int) -> [String] {
    count > mostEmptyLines
      ? ["[\(count) empty lines]"] : Array(repeating: "", count: count)
  }

  /// With stretches of blanks, of any kind and invisible ones too, that are too long replaced by their
  /// number.
  private static func counted(_ line: Substring.UnicodeScalarView) -> String {
    var result = String.UnicodeScalarView()
    var run = String.UnicodeScalarView()
    func close() {
      result.append(
        contentsOf: run.count > mostBlanks ? "[\(run.count) blanks]".unicodeScalars : run)
      run = String.UnicodeScalarView()
    }
    for scalar in line {
      if Untrusted.isUnseen(scalar) {
        run.append(scalar)
      } else {
        close()
        result.append(scalar)
      }
    }
    close()
    return String(result)
  }
}
