internal import CSys
internal import Foundation

/// The processes of this machine, as /proc tells them.
public enum Processes {
  /// Those whose environment holds `entry`, such as `LOOOP_DATA_DIR=/tmp/x`.
  public static func marked(_ entry: String) -> [Int32] {
    let bytes = Data("\0\(entry)\0".utf8)
    return everyone.filter { pid in
      guard pid != getpid(), let data = FileManager.default.contents(atPath: "/proc/\(pid)/environ")
      else { return false }
      return (Data([0]) + data).range(of: bytes) != nil
    }
  }

  public static func environment(of pid: Int32) -> [String] {
    let data = FileManager.default.contents(atPath: "/proc/\(pid)/environ") ?? Data()
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The words it was started with, for a message.
  public static func words(of pid: Int32) -> String {
    let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: " ")
  }

  /// Whether it still runs; a zombie does not.
  public static func isAlive(_ pid: Int32) -> Bool {
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return false }
    let text = String(decoding: data, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return false }
    return !["Z", "X"].contains(text[text.index(end, offsetBy: 2)...].prefix(1))
  }

  /// Whether it waits for something, such as input.
  public static func isAsleep(_ pid: Int32) -> Bool {
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return false }
    let text = String(decoding: data, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return false }
    return text[text.index(end, offsetBy: 2)...].hasPrefix("S")
  }

  /// Its children, those included that have ended and wait to be reaped.
  public static func children(of parent: Int32) -> [Int32] {
    everyone.filter { pid in
      let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") ?? Data()
      let text = String(decoding: data, as: UTF8.self)
      // Behind the last bracket: the name may hold blanks and brackets itself.
      guard let end = text.lastIndex(of: ")") else { return false }
      return text[end...].split(separator: " ").dropFirst(2).first == "\(parent)"
    }
  }

  public static func kill(_ pid: Int32, _ signal: Int32 = 9) { _ = CSys.kill(pid, signal) }

  public static var everyone: [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
  }
}
