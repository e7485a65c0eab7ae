internal import Base
internal import CSys

/// What a script's `#!` line means for the gate, which reads the script as shell.
enum Interpreter {
  /// Not ksh: its `test` and `printf` run the command substitutions inside a quoted `a[$(…)]`.
  private static let shells = ["sh", "bash", "dash", "ash"]
  private static let folders = ["/bin", "/usr/bin", "/usr/local/bin"]

  /// Empty when a shell runs the script, whose text then shows what happens. Else the command that the
  /// kernel runs: in another language the text may mean anything, and the interpreter may be any
  /// program (`#!/bin/rm`).
  static func line(for interpreter: String) -> [String] {
    let words = words(of: interpreter)
    return isShell(words) ? [] : [ShellQuote.line(words + ["sensor.sh"])]
  }

  /// The program and its argument, as the kernel splits them: everything after the program is one
  /// argument.
  private static func words(of interpreter: String) -> [String] {
    interpreter.split(
      maxSplits: 1, omittingEmptySubsequences: true, whereSeparator: { $0 == " " || $0 == "\t" }
    ).map(String.init)
  }

  private static func isEnv(_ program: String) -> Bool {
    folders.contains { program == "\($0)/env" }
  }

  private static func isShell(_ words: [String]) -> Bool {
    guard let program = words.first else { return false }
    let argument = words.dropFirst().first
    if isEnv(program) {
      return argument.map { shells.contains($0) } ?? false
    }
    guard folders.contains(where: { folder in shells.contains { program == "\(folder)/\($0)" } })
    else { return false }
    guard let argument else { return true }
    // -c would run the script's path as a command; these options only make the shell stricter.
    return argument.hasPrefix("-") && argument.count > 1
      && argument.dropFirst().allSatisfy { "eux".contains($0) }
  }

  /// Why the gate's reading of a script may not be what runs, as the end of a sentence; nil when
  /// `/bin/sh` itself reads it, as it does one without a `#!` line. The gate knows no other shell: each
  /// replaces more than the standard says, even in quoted text.
  static func doubt(of script: ScriptHead) -> String? {
    if script.hasByteOrderMark { return "its script begins with a byte order mark" }
    guard let interpreter = script.interpreter else { return nil }
    let words = words(of: interpreter)
    if words.first == "/bin/sh", isShell(words) { return nil }
    return "its script is run by '\(Untrusted.word(interpreter))', not by /bin/sh"
  }

  // MARK: Running a script

  /// What runs the script at `path`: itself where it may be executed, else what its first line names,
  /// as the kernel would, so that a copy or a mount without the executable bit runs the same.
  static func arguments(running path: String, _ script: ScriptHead?) -> [String] {
    guard let interpreter = script?.interpreter else { return ["/bin/sh", path] }
    return access(path, X_OK) == 0 ? [path] : words(of: interpreter) + [path]
  }

  /// Why a script cannot run, as the rest of a sentence that starts with its sensor.
  struct Obstacle: Equatable {
    let problem: String
    let mend: String
  }

  /// What keeps a script with this head from running; nil for nothing. Programs are looked up on
  /// `searchPath`.
  static func obstacle(to script: ScriptHead, searchPath: String?) -> Obstacle? {
    if script.hasByteOrderMark {
      return Obstacle(
        problem: "has a script that begins with a byte order mark (BOM)", mend: withoutMark)
    }
    guard let interpreter = script.interpreter else { return nil }
    let shown = Untrusted.word(
      interpreter.hasSuffix("\r") ? String(interpreter.dropLast()) : interpreter)
    if interpreter.hasSuffix("\r") {
      return Obstacle(
        problem: "has a script whose first line, #!\(shown), ends in a carriage return",
        mend: withLineFeeds)
    }
    let words = words(of: interpreter)
    guard let program = words.first, program.hasPrefix("/") else {
      return Obstacle(
        problem: "names the interpreter '\(shown)', which is not an absolute path", mend: wholePath)
    }
    guard access(program, F_OK) == 0 else {
      return Obstacle(
        problem: "needs the interpreter '\(Untrusted.word(program))' of its script's first line,"
          + " which is not there",
        mend: "Install it, or change the first line.")
    }
    guard access(program, X_OK) == 0 else {
      return Obstacle(
        problem: "needs the interpreter '\(Untrusted.word(program))' of its script's first line,"
          + " which is not executable",
        mend: "Change the first line, or `chmod +x` the interpreter.")
    }
    guard isEnv(program), let wanted = envProgram(words.dropFirst().first ?? ""),
      Executable.find(wanted, path: searchPath).map({ access($0, X_OK) == 0 }) != true
    else { return nil }
    return Obstacle(
      problem: "needs the program '\(Untrusted.word(wanted))' of its script's first line, which is"
        + " not on PATH",
      mend: wanted.contains(" ")
        ? "Write `#!\(program) -S` where it has arguments."
        : "Install it, or change the first line.")
  }

  static let withoutMark = "Save it as UTF-8 without a byte order mark."
  static let withLineFeeds = "Save it with LF line ends."
  static let wholePath = "Write its whole path, such as `#!/bin/sh` or `#!/usr/bin/env python3`."

  /// The program that `env` starts with this argument; nil when that cannot be told.
  private static func envProgram(_ argument: String) -> String? {
    // Without -S the argument is one word, blanks and all.
    guard argument.hasPrefix("-") else {
      return argument.isEmpty || argument.contains("=") ? nil : argument
    }
    guard argument.hasPrefix("-S") else { return nil }
    let words = argument.dropFirst(2).split { $0 == " " || $0 == "\t" }
    guard let word = words.first(where: { !$0.contains("=") }), !word.hasPrefix("-"),
      !word.contains(where: { "\"'\\$".contains($0) })
    else { return nil }
    return String(word)
  }
}
