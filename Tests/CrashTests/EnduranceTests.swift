import Foundation
import TestSupport
import Testing

@Suite("Twenty thousand beats")
struct EnduranceTests {
  private static let beats =
    Proof.isWhole ? [1_000, 5_000, 10_000, 15_000, 20_000] : [1_000, 2_000, 4_000]

  /// What a process holds.
  private struct Burden: CustomStringConvertible {
    let descriptors: [String]
    /// Zombies too.
    let children: Int
    let kibibytes: Int

    var description: String {
      "\(descriptors.count) descriptors, \(children) children, \(kibibytes) KiB resident"
    }
  }

  @Test("A pulse holds no more after thousands of beats than after one thousand")
  func endurance() async throws {
    try await Sandbox.use { box in
      // A fortnight of a loop that senses once a minute; in a sample three days.
      let trial = Trial(box: box, speed: 20_000)
      let think = Fixtures.folder.appending(path: "crash/tireless.sh").path
      try box.configure([
        "tick_command": .string("/bin/sh '\(think)' '\(box.root)'"),
        "worker_command": "echo at work", "session_ttl": "6h",
        "budget": ["calls_per_hour": 0, "calls_per_day": 0], "pass_env": ["LOOOP_FAILPOINTS"],
        "interval": .null,
      ])
      try box.sensor("world", Self.sensor(box.root))
      try await trial.must("up")
      let pulse = try box.pulse()
      var burdens: [Burden] = []
      for beat in Self.beats {
        try await Until.holds(
          "beat \(beat)", saw: { box.text("beat") + box.journal.suffix(3).joined() },
          progress: { (box.text("beat") + box.text("waited")).hashValue }
        ) { box.exists("at.\(beat)") }
        // The sensor runs before the pulse has closed what it handed to it: wait for the poll.
        try await Until.holds("a pulse at rest") { Self.status(of: pulse).contains("State:\tS") }
        // On a slow machine forty runs may be over before a call is.
        try await Until.holds("no call under way") {
          try JSON(box.text("data/.activity.json"))["deciding"] == .null
        }
        let burden = Self.burden(of: pulse)
        print("beat \(beat): \(burden); calls \(box.text("calls").dropLast())")
        burdens.append(burden)
        try box.write("go.\(beat)", "")
      }
      let (first, last) = (burdens[0], burdens[burdens.count - 1])
      #expect(first.descriptors == last.descriptors)
      #expect(first.children == last.children)
      let room = max(first.kibibytes / 20, 512)
      #expect(last.kibibytes <= first.kibibytes + room, "more than \(room) KiB above")
      #expect(box.names(in: "data/runs").count <= 200)
      #expect(box.names(in: "data/playbook.d").count <= 20)
      #expect(try box.pulse() == pulse)
      try await trial.must("down")
    }
  }

  /// Counts the beats, changes with every fortieth, and stands still at those that are measured: then
  /// the pulse does nothing but wait for it, and the last change was forty runs ago. Before the first it
  /// waits for ten calls: what only a decision needs is loaded by then, however slow the machine.
  private static func sensor(_ root: String) -> String {
    """
    beat=0 waited=0 calls=0
    [ ! -e '\(root)/beat' ] || read -r beat <'\(root)/beat'
    [ ! -e '\(root)/waited' ] || read -r waited <'\(root)/waited'
    [ ! -e '\(root)/calls' ] || read -r calls <'\(root)/calls'
    if [ "$beat" != 999 ] || { [ "${calls:-0}" -ge 10 ] && [ $((waited % 40)) = 39 ]; }; then
      beat=$((beat + 1))
    else
      waited=$((waited + 1))
      echo "$waited" >'\(root)/waited'
    fi
    echo "$beat" >'\(root)/beat'
    case $beat in
    \(beats.map(String.init).joined(separator: "|")))
      : >'\(root)/at.'$beat
      until [ -e '\(root)/go.'$beat ]; do sleep 0.02; done ;;
    esac
    echo "{\\"signal\\":\\"$((beat / 40)).$((waited / 40))\\"}"
    """
  }

  private static func burden(of pid: Int32) -> Burden {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []
    let targets = names.compactMap {
      try? files.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\($0)")
    }
    let resident = status(of: pid).firstMatch(of: #/VmRSS:\s+([0-9]+)/#).flatMap { Int($0.1) }
    return Burden(
      // Numbers in a target are those of one pipe or another.
      descriptors: targets.map { $0.replacing(#/[0-9]+/#, with: "N") }.sorted(),
      children: Processes.children(of: pid).count, kibibytes: resident ?? 0)
  }

  private static func status(of pid: Int32) -> String {
    let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/status") ?? Data()
    return String(decoding: bytes, as: UTF8.self)
  }
}
