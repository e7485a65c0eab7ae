import Foundation
import TestSupport
import Testing

@Suite("Notifiers beside the pulse")
struct NotifyPresetTests {
  /// A notifier of the user's own that keeps its messages.
  private func install(_ box: Sandbox, _ manifest: String = "", then: String = "") throws {
    try box.write("presets/notify/own.yaml", "description: keeps them\n\(manifest)")
    try box.write("presets/notify/own.sh", box.keeping(then))
  }

  @Test("up starts one beside the pulse, which outlives it; down ends both")
  func beside() async throws {
    try await Sandbox.use { box in
      try install(box)
      let up = try await box.must("up", "--notify", "own")
      #expect(box.shown(up).contains("the notifier own is up (pid N)\n"), "\(up)")
      #expect(try await box.sent(1)[0]["ask"] == "setup-1")
      let row = try await box.state()["notifiers"][0]
      let pid = Int32(try #require(row["pid"].int))
      #expect(row["state"] == "up" && row["name"] == "own")
      // Its word of the sending comes a moment after the message.
      try await Until.holds("a notifier that has sent") {
        try await box.must("state").contains("notify   own up (pid \(pid)), 1 sent")
      }
      // A process of its own, and no child of the loop.
      let environment = Processes.environment(of: pid)
      for mark in ["LOOOP_RUN=", "LOOOP_SESSION_ID=", "LOOOP_NOTIFY="] {
        #expect(!environment.contains { $0.hasPrefix(mark) })
      }
      let pulse = try box.pulse()
      #expect(!Processes.children(of: pulse).contains(pid))
      Processes.kill(pulse)
      try await Until.holds("the end of the pulse") { !Processes.isAlive(pulse) }
      let again = try await box.must("up", "--notify", "own")
      #expect(box.shown(again).contains("the notifier own is already up (pid N)\n"))
      #expect(Processes.isAlive(pid) && box.sent.count == 1)
      let down = try await box.must("down")
      #expect(down.contains("the notifier own is down\n"))
      #expect(!Processes.isAlive(pid))
      #expect(try await box.state()["notifiers"] == [])
    }
  }

  @Test("state and doctor say that one was killed; up brings it back and sends nothing twice")
  func lost() async throws {
    try await Sandbox.use { box in
      try install(box)
      try await box.must("up", "--notify", "own")
      _ = try await box.sent(1)
      let pid = Int32(try #require(try await box.state()["notifiers"][0]["pid"].int))
      Processes.kill(pid)
      try await Until.holds("the end of the notifier") { !Processes.isAlive(pid) }
      #expect(try await box.state()["notifiers"][0]["state"] == "lost")
      #expect(try await box.looop("doctor").out.contains("own was killed, or a fault ended it"))
      try await box.must("up", "--notify", "own")
      _ = try await box.notice("notify.lost")
      try await box.question()
      #expect(try await box.sent(2)[1]["ask"] == "fix-1")
      #expect(box.sent.count == 2)
      try await box.must("down")
    }
  }

  @Test("A command that hangs is ended at its time, and its message is repeated")
  func hangs() async throws {
    try await Sandbox.use { box in
      try install(
        box, "timeout: 1s\n", then: "[ $(wc -l <'\(box.path("sent"))') -gt 1 ] || sleep 1000")
      try await box.must("up", "--notify", "own")
      #expect(
        try await box.notice("notify.failed")["message"].string?.contains("ran past its deadline")
          == true)
      let messages = try await box.sent(2)
      #expect(messages[1]["repeated"] == true && messages[1]["attempt"] == 2)
      #expect(try await box.notice("notify.sent")["repeated"] == true)
      try await box.must("down")
    }
  }

  @Test("A preset with may_approve approves a move, and the record says by what")
  func approves() async throws {
    try await Sandbox.use { box in
      try install(
        box, "direction: both\nmay_approve: true\n",
        then:
          ##"case $m in *'"kind":"gate"'*) printf '{"nonce":"%s","answer":"#1"}\n' "$n";; esac"##)
      try box.stub.moves(["action": "run_shell", "cmd": "echo ran >>ran", "reason": "r"])
      try await box.must("goal", "write", "g", "Run it.")
      try await box.must("beat")
      let gate = try #require(box.names(in: "data/asks").first { $0.hasPrefix("gate-") })
      let id = String(gate.dropLast(5))
      try await box.must("notify", "--preset", "own", "--once")
      let message = try #require(box.sent.first { $0["kind"] == "gate" })
      #expect(message["buttons"].array.map { $0["label"].string } == ["yes", "no"])
      #expect(message["text"].string?.contains("| What runs:") == true && message["whole"] == true)
      #expect(box.answer(id)["by"]["via"] == "notify/own" && box.answer(id)["move"] != .null)
      try await box.must("beat")
      #expect(box.text("ran") == "ran\n")
      #expect(box.journal.contains { $0.contains("approved by \(Sandbox.account) via notify/own") })
    }
  }

  @Test("One that cannot run is refused before anything starts")
  func refused() async throws {
    try await Sandbox.use { box in
      for (name, code) in [("nope", 65), ("ntfy", 78)] {
        let result = try await box.looop("up", "--notify", name)
        #expect(result.code == Int32(code) && !result.out.contains("is up"), "\(result)")
      }
      #expect(try await box.looop("up", "--notify", "ntfy").err.contains("NTFY_TOPIC"))
      #expect(try await box.state()["pulse_alive"] == false)
      #expect(try await box.looop("up", "--foreground", "--notify", "ntfy").code == 64)
      try install(box)
      // In a folder that others cannot enter modes do not matter.
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: box.root)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o666], ofItemAtPath: box.path("presets/notify/own.sh"))
      #expect(try await box.looop("up", "--notify", "own").code == 78)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: box.path("presets/notify/own.sh"))
      try install(box, "colour: red\n")
      let broken = try await box.looop("notify", "--preset", "own", "--once")
      #expect(broken.code == 78 && broken.err.contains("unknown key 'colour'"))
    }
  }

  @Test("--test sends a message that is made up, and leaves no receipt")
  func tried() async throws {
    try await Sandbox.use { box in
      try install(box, then: "[ ! -e '\(box.path("broken"))' ] || { echo 'no route' >&2; exit 7; }")
      #expect(try await box.must("notify", "--preset", "own", "--test").hasPrefix("sent"))
      #expect(box.sent[0]["ask"] == "test-1" && box.names(in: "data/receipts").isEmpty)
      try box.write("broken", "")
      let result = try await box.looop("notify", "--preset", "own", "--test")
      #expect(result.code == 1 && result.err.contains("exited with code 7: no route"))
    }
  }
}
