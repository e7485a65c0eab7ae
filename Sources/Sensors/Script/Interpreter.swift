internal import Base

/// What a script's `#!` line means for the gate, which reads the script as shell.
enum Interpreter {
  /// Not ksh: its `test` and `printf` run the command substitutions inside a quoted `a[$(…)]`.
  private static let shells = ["sh", "bash", "dash", "ash"]
  private static let folders = ["/bin", "/usr/bin", "/usr/local/bin"]

  /// Empty when a shell runs the script, whose text then shows what happens. Else the command that the
  /// kernel runs: in another language the text may mean anything, and the interpreter may be any
  /// program (`#!/bin/rm`).
  static func line(for interpreter: String) -> [String] {
    // The kernel splits once: everything after the program is one argument.
    let words = interpreter.split(
      maxSplits: 1, omittingEmptySubsequences: true, whereSeparator: { $0 == " " || $0 == "\t" }
    ).map(String.init)
    return isShell(words) ? [] : [ShellQuote.line(words + ["sensor.sh"])]
  }

  private static func isShell(_ words: [String]) -> Bool {
    guard let program = words.first else { return false }
    let argument = words.dropFirst().first
    if folders.contains(where: { program == "\($0)/env" }) {
      return argument.map { shells.contains($0) } ?? false
    }
    guard folders.contains(where: { folder in shells.contains { program == "\(folder)/\($0)" } })
    else { return false }
    guard let argument else { return true }
    // -c would run the script's path as a command; these options only make the shell stricter.
    return argument.hasPrefix("-") && argument.count > 1
      && argument.dropFirst().allSatisfy { "eux".contains($0) }
  }
}
