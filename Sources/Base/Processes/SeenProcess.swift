internal import CSys

/// A process as /proc shows it. What that does not say, or not to this user, is nil.
package struct SeenProcess: Sendable, Equatable {
  package let pid: Int32
  package let condition: ProcessCondition?
  /// Where the file of its program is, or was.
  package let program: String?
  /// Whether that is this process's own program.
  package let runsThisProgram: Bool?
  /// As it was started.
  package let environment: [String: String]?
  /// How many files it may have open.
  package let descriptorLimit: Int?

  package init(
    pid: Int32, condition: ProcessCondition? = nil, program: String? = nil,
    runsThisProgram: Bool? = nil, environment: [String: String]? = nil, descriptorLimit: Int? = nil
  ) {
    self.pid = pid
    self.condition = condition
    self.program = program
    self.runsThisProgram = runsThisProgram
    self.environment = environment
    self.descriptorLimit = descriptorLimit
  }

  /// Throws when the machine has nothing left to look with.
  package static func of(_ pid: Int32) throws(LooopError) -> SeenProcess {
    let link = "/proc/\(pid)/exe"
    let program = OwnProgram.target(of: link)
    let words = try MarkedProcesses.environment(of: pid)
    let limits = (try? AtomicFile.readText("/proc/\(pid)/limits")) ?? nil
    return SeenProcess(
      pid: pid, condition: .of(pid), program: program,
      runsThisProgram: program == nil ? nil : OwnProgram.isAt(link),
      // None at all is what a process shows that may not be looked into.
      environment: words.flatMap { $0.isEmpty ? nil : variables($0) },
      descriptorLimit: limits.flatMap(descriptorLimit(in:)))
  }

  /// The path that starts its program, whatever became of the file; nil where /proc does not lead there.
  package var startable: String? { program == nil ? nil : "/proc/\(pid)/exe" }

  /// Why processes cannot be looked at here; nil when they can.
  package static var blindness: LooopError? {
    do throws(LooopError) {
      _ = try MarkedProcesses.pids()
      return nil
    } catch { return error }
  }

  static func variables(_ words: [String]) -> [String: String] {
    var result: [String: String] = [:]
    for word in words {
      guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      result[String(word[..<equals])] = String(word[word.utf8.index(after: equals)...])
    }
    return result
  }

  /// Of the text of a limits file: the soft one.
  static func descriptorLimit(in text: String) -> Int? {
    let label = "Max open files"
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(label) }) else {
      return nil
    }
    return line.dropFirst(label.count).split(separator: " ").first.flatMap { Int($0) }
  }
}
