import Foundation
import TestSupport

/// What a person, the loop or a worker finds in a data dir and acts on: without logs, locks, records of
/// beats, and files that never got a name. Numbers are masked: times and pids differ at every run.
struct VisibleData: Equatable, CustomStringConvertible {
  private let entries: [String]

  init(of box: Sandbox) {
    // Without a format nothing is believed yet: the next verb plants it again.
    let isPlanted = box.exists("data/.looop.json")
    let names = isPlanted ? Self.files(below: box.data) : []
    entries =
      (["config.json", "ran"] + names.map { "data/\($0)" }).filter(box.exists).map {
        "\($0): \(box.text($0))".replacing(#/[0-9]+/#, with: "#")
          // A second one of the same second has a number.
          .replacing(#/\.removed/[^/]+/#, with: ".removed/#/")
      }.sorted() + Self.processes(of: box)
  }

  /// Each once: a child that is being started has the words of its parent for a moment.
  private static func processes(of box: Sandbox) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let all = names.compactMap { Int32($0) }.filter(Processes.isAlive).map(Processes.words)
    return [" pulse --locked", " supervise "].filter { kind in
      all.contains { $0.contains(kind) && $0.contains(box.data) }
    }.map { "running:\($0)" }
  }

  var description: String { entries.joined(separator: "\n") }

  /// What is in one of both and not in the other.
  func difference(from other: VisibleData) -> String {
    let lines = { (data: VisibleData) in Set(data.entries) }
    let added = entries.filter { !lines(other).contains($0) }.map { "+ \($0)" }
    let gone = other.entries.filter { !lines(self).contains($0) }.map { "- \($0)" }
    return (added + gone).joined(separator: "\n")
  }

  func contains(_ other: VisibleData) -> Bool { Set(other.entries).isSubset(of: entries) }

  /// What is there, but for former texts, of which there may be more: a repeat keeps them again.
  func isSame(asOf other: VisibleData) -> Bool {
    func split(_ data: VisibleData) -> (kept: Set<String>, rest: [String]) {
      let isKept = { (entry: String) in Self.former.contains { entry.hasPrefix("data/\($0)") } }
      return (Set(data.entries.filter(isKept)), data.entries.filter { !isKept($0) })
    }
    let (mine, others) = (split(self), split(other))
    return mine.rest == others.rest && mine.kept.isSuperset(of: others.kept)
  }

  private static let former = ["playbook.d/", "sensors/.removed/"]
  private static let folders = [
    "goals", "playbook.d", "asks", "answers", "gates", "intents", "parked", "verify",
  ]

  private static func files(below data: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: data)?.compactMap { $0 as? String } ?? []
    return all.filter { path in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(data)/\(path)", isDirectory: &isFolder),
        !isFolder.boolValue
      else { return false }
      let parts = path.split(separator: "/").map(String.init)
      guard parts.count > 1 else { return ["PLAYBOOK.md", "paused"].contains(path) }
      if parts[1...].contains(where: { $0.hasPrefix(".") && $0 != ".removed" }) { return false }
      switch parts[0] {
      case "sensors": return parts[1] != "former" && parts[1] != "sensor.schema.json"
      case "inbox": return parts.count == 4 && parts[2] == "new"
      case "sessions": return ["session.json", "brief.md", "done.json"].contains(parts.last)
      default: return folders.contains(parts[0])
      }
    }
  }
}
