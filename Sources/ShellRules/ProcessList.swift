internal import Base

/// The forms of `ps` that show no environment.
///
/// A bare `e` shows the environment of every process, and `-E` does on Apple's systems. Linux' `ps`
/// reads all its words once more in the other style when one of them is wrong in the first, and `-e`
/// becomes `e`: so every word is one that is known to be right.
enum ProcessList {
  /// With the dash every process; without it, or when anything else is wrong, the environment.
  private static let everyProcess: Set<String> = [
    "-e", "-ef", "-efl", "-eF", "-el", "-elf", "-eLf", "-eH", "-ejH", "-ely", "-eo", "-eww",
    "-efww",
  ]
  private static let columns: Set<String> = [
    "args", "c", "cmd", "comm", "command", "cp", "cpu", "cputime", "egid", "egroup", "etime",
    "etimes", "euid", "euser", "flags", "gid", "group", "lstart", "maj_flt", "majflt", "min_flt",
    "minflt", "nice", "ni", "nlwp", "pcpu", "%cpu", "pgid", "pgrp", "pid", "pmem", "%mem", "ppid",
    "pri", "psr", "rgid", "rgroup", "rss", "rsz", "ruid", "ruser", "s", "sess", "sid", "sgi_p",
    "size",
    "start", "start_time", "stat", "state", "stime", "sz", "tgid", "thcount", "tid", "time",
    "times",
    "tname", "tt", "tty", "ucmd", "ucomm", "uid", "uname", "user", "vsize", "vsz", "wchan",
  ]
  private static let plainLong: Set<String> = [
    "--no-headers", "--no-heading", "--headers", "--forest", "--version",
  ]

  /// Why `arguments` may show an environment, as the end of a sentence; nil when they do not.
  @Sendable static func problem(_ arguments: [String]) -> String? {
    var list = Words()
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard list.take(word, &rest) else { return "not with '\(Untrusted.word(word))'" }
    }
    return list.isClear ? nil : "these options may be read in another way"
  }

  private struct Words {
    private var showsAll = false
    private var isBSD = false
    private var formats = 0
    private var hasColumns = false
    private var hasName = false

    /// Nothing in it that one style refuses and the other takes for more.
    var isClear: Bool {
      guard showsAll || hasName else { return true }
      return !isBSD && formats <= 1 && !(formats > 0 && hasColumns) && !(showsAll && hasName)
    }

    mutating func take(_ word: String, _ rest: inout ArraySlice<String>) -> Bool {
      switch word {
      case _ where word.startsWithBytes("--"): return isPlainLong(word)
      case _ where everyProcess.contains(word):
        if showsAll { return false }
        showsAll = true
        if word == "-eo" { return takeColumns(&rest) }
        if !["-e", "-eH", "-eww"].contains(word) { formats += 1 }
        return true
      case "-o", "-O", "-Ao", "-ao", "-axo", "axo", "auxo", "o":
        if !word.looksLikeOption { isBSD = true }
        return takeColumns(&rest)
      case "-p":
        return rest.popFirst().map { numbers in
          !numbers.isEmpty && numbers.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ",") }
        } ?? false
      case "-C":
        hasName = true
        return rest.popFirst().map { !$0.looksLikeOption && !$0.isEmpty } ?? false
      case _ where word.looksLikeOption:
        let letters = word.utf8.dropFirst()
        if letters.contains(where: "fFjl".utf8.contains) { formats += 1 }
        // `-u` and its like take the rest for a user, and the whole for the other style.
        return letters.allSatisfy("AadfFjlLTwHyx".utf8.contains)
      default:
        isBSD = true
        return !word.isEmpty && word.utf8.allSatisfy("auxwfjlhrTHv".utf8.contains)
      }
    }

    private mutating func takeColumns(_ rest: inout ArraySlice<String>) -> Bool {
      hasColumns = true
      guard let list = rest.popFirst() else { return false }
      let names = list.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      return names.allSatisfy { name in
        let name = name.last == UInt8(ascii: "=") ? name.dropLast() : name
        return columns.contains(String(decoding: name, as: UTF8.self))
      }
    }

    private func isPlainLong(_ word: String) -> Bool {
      if plainLong.contains(word) { return true }
      guard word.startsWithBytes("--sort=") else { return false }
      return word.utf8.dropFirst(7).split(separator: UInt8(ascii: ",")).allSatisfy { key in
        let name = key.first.map("+-".utf8.contains) == true ? key.dropFirst() : key
        return columns.contains(String(decoding: name, as: UTF8.self))
      }
    }
  }
}
