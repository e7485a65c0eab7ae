/// The pids of one process in the name spaces that it is in: of one in a container the host sees another
/// than it sees itself.
package enum SpacePids {
  /// As seen from here first, as it sees itself last; only `pid` where the system does not say.
  package static func of(_ pid: Int32) -> [Int32] {
    guard let status = (try? AtomicFile.read("/proc/\(pid)/status")) ?? nil else { return [pid] }
    let pids = parse(status)
    return pids.first == pid ? pids : [pid]
  }

  /// Of the text of a status file.
  static func parse(_ status: [UInt8]) -> [Int32] {
    let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix(label) }) else { return [] }
    return line.dropFirst(label.count).split(whereSeparator: { $0 == "\t" || $0 == " " })
      .compactMap { Int32($0) }
  }

  private static let label = "NSpid:"
}
