/// The system calls of one verb and of what it starts, as `strace` saw them.
struct Trace {
  private let lines: [Substring]
  private let own: Substring

  /// Runs the verb to its end and to that of everything it started; nil without `strace`.
  init?(_ loop: Loop, _ words: [String]) {
    let output = "\(loop.folder)/trace"
    let calls = "execve,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
    let strace = Launch(
      ["strace", "-f", "-o", output, "-e", "trace=\(calls)", loop.binary] + words,
      loop.environment)
    guard strace.run() == 0, let text = File.read(output) else { return nil }
    lines = text.split(separator: "\n")
    own = lines.first?.prefix { $0 != " " } ?? ""
  }

  /// How many calls of these names, given with their bracket, succeeded: of the verb's own process
  /// or of the others.
  func count(own isOwn: Bool, _ names: String...) -> Int {
    lines.count { line in
      (line.prefix { $0 != " " } == own) == isOwn
        && names.contains { line.drop { $0 != " " }.drop { $0 == " " }.hasPrefix($0) }
        && !line.contains(" = -1 ")
    }
  }
}
