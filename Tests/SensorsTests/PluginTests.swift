import Base
import Core
import Testing

@testable import Sensors

@Suite("Nagios plugins")
struct PluginTests {
  private func seen(
    _ code: Int, _ output: String, stderr: String = "",
    _ change: (inout Manifest) -> Void = { _ in }
  ) -> Observation {
    var manifest = Manifest()
    manifest.exitCodes = .nagios
    change(&manifest)
    return ScriptOutput(manifest: manifest, redaction: Redaction(["TOKEN": "hunter22"]))
      .observation(
        of: CommandResult(
          status: .exited(code), output: Array(output.utf8), errorTail: Array(stderr.utf8),
          duration: .milliseconds(1)))
  }

  @Test(
    "Text, longer text and performance data of all lines are apart",
    arguments: [
      ("OK - fine\n", ["text": "OK - fine"]),
      (" OK | a=1;2 b=2 \n", ["text": "OK", "perfdata": "a=1;2 b=2"]),
      ("A\nB\n\nC", ["text": "A", "long_text": "B\nC"]),
      (
        "OK - database answers|time=0.01s\nQUERY CRITICAL - no such table\n",
        [
          "text": "OK - database answers", "long_text": "QUERY CRITICAL - no such table",
          "perfdata": "time=0.01s",
        ]
      ),
      (
        "DISK OK | /=2643MB;5948\n/ 15272 MB (77%)\n/boot 68 MB | /boot=68MB;88\n/home=69357MB;253404\n'a b'=3\n",
        [
          "text": "DISK OK", "long_text": "/ 15272 MB (77%)\n/boot 68 MB",
          "perfdata": "/=2643MB;5948 /boot=68MB;88 /home=69357MB;253404 'a b'=3",
        ]
      ),
      // Some print a text behind the data all the same: it may be the reason.
      (
        "A\nB | b=1\nthe reason = unknown\n",
        ["text": "A", "long_text": "B\nthe reason = unknown", "perfdata": "b=1"]
      ),
      ("| a=1", ["text": "", "perfdata": "a=1"]),
      ("\u{FEFF}OK\r\nmore\r\n", ["text": "OK", "long_text": "more"]),
    ] as [(String, JSONValue)])
  func parts(output: String, expected: JSONValue) {
    let it = seen(0, output)
    #expect(it.signal == ["state": "ok"] && it.status == .ok)
    #expect(it.detail == expected)
  }

  @Test("The parts have pointers, for the signal and the detail of the manifest")
  func pointers() throws {
    let map = try readingMap("{text: /text, s: /state, data: /perfdata}")
    let it = seen(1, "WARN - two left | a=1") { $0.signal = map }
    #expect(
      it.signal == ["text": "WARN - two left", "s": "warning", "data": "a=1", "state": "warning"])
    #expect(it.detail == .null)
    let detail = try readingMap("{why: /long_text}")
    #expect(seen(2, "A\nB") { $0.detail = detail }.detail == ["why": "B"])
  }

  @Test("What a plugin complains of is told beside its state, and a good one's chatter is not")
  func complaints() {
    #expect(seen(0, "OK", stderr: "deprecated").detail == ["text": "OK"])
    let it = seen(2, "CRITICAL", stderr: "token hunter22 refused\n")
    #expect(it.signal == ["state": "critical"])
    #expect(it.detail == ["text": "CRITICAL", "stderr": "token [redacted: secret TOKEN] refused"])
  }

  @Test(
    "Without any output there is no state, whatever the code says", arguments: [0, 1, 2])
  func silence(code: Int) {
    for output in ["", " \n", "\u{FEFF}\n"] {
      let it = seen(code, output, stderr: "cannot locate the module Redis")
      #expect(it.status == .error && it.exit == code && it.signal == .null)
      #expect(
        it.detail["error"]
          == .string("printed nothing and exited with code \(code); a plugin prints its state"))
      #expect(it.detail["stderr"] == "cannot locate the module Redis")
    }
  }

  @Test("A crash is no state, even after a first word")
  func crash() {
    let stack = "Traceback (most recent call last):\n  File \"x\", line 1\nKeyError: 'a'\n"
    let it = seen(1, "connecting...\n", stderr: stack)
    #expect(it.status == .error && it.signal == .null)
    #expect(it.detail["error"] == "crashed: exited with code 1 without a state in its text")
    #expect(it.detail["output"] == "connecting...")
    #expect(it.detail["stderr"]?.string?.hasSuffix("KeyError: 'a'") == true)
    // One that says its state means it, whatever else it logs.
    #expect(seen(1, "Warning: slow", stderr: stack).signal == ["state": "warning"])
  }

  @Test("An unknown state and a code that is none are errors, with what was printed")
  func unknown() {
    let it = seen(3, "UNKNOWN - no such host\n")
    #expect(it.status == .error && it.exit == 3)
    #expect(
      it.detail == ["error": "reported the state as unknown", "output": "UNKNOWN - no such host"])
    #expect(seen(127, "x").detail["error"] == "exited with code 127")
  }

  @Test("The state joins a signal of JSON or of lines")
  func otherForms() {
    let json = seen(2, #"{"signal":{"n":1},"detail":"d"}"#, stderr: "x") { $0.output = .json }
    #expect(json.signal == ["n": 1, "state": "critical"])
    #expect(json.detail == ["value": "d", "stderr": "x"])
    #expect(seen(0, "a\nb") { $0.output = .lines }.signal == ["lines": ["a", "b"], "state": "ok"])
  }
}
