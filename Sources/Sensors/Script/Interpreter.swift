internal import Base
internal import Core

/// What a script's `#!` line means for the gate, which reads the script's text as shell.
enum Interpreter {
  /// Not ksh: its `test` and `printf` run the command substitutions inside a quoted `a[$(…)]`.
  private static let shells = ["sh", "bash", "dash", "ash"]
  private static let folders = ["/bin", "/usr/bin", "/usr/local/bin"]

  /// Nothing when a shell reads the script, so that its text says what happens. Else the line that
  /// the kernel runs: in another language the same text may mean anything, and the interpreter may
  /// be any program at all (`#!/bin/rm`).
  static func line(for interpreter: String) -> [String] {
    // The kernel splits once: all that follows the program is one argument.
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
    // -c would make something else of the script's path; these only make the shell stricter.
    return argument.hasPrefix("-") && argument.count > 1
      && argument.dropFirst().allSatisfy { "eux".contains($0) }
  }
}
