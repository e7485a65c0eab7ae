/// What a process does at this moment, as far as the system says.
package enum ProcessCondition: Sendable, Equatable {
  case running, sleeping
  /// It waits for a disk or a file system, and no signal reaches it.
  case waitingForDevice
  /// By a signal, or by a debugger.
  case stopped

  /// Nil when no such process can be seen from here, or when it has ended.
  package static func of(_ pid: Int32) -> ProcessCondition? {
    guard let entry = ProcessTable.Entry.of(pid), !entry.isZombie else { return nil }
    return switch entry.state {
    case UInt8(ascii: "T"): .stopped
    case UInt8(ascii: "D"): .waitingForDevice
    case UInt8(ascii: "R"): .running
    default: .sleeping
    }
  }
}
