import Base
import Core
import Testing

@testable import Sensors
@testable import ShellRules

@Suite("Shell lines of a sensor")
struct ShellLinesTests {
  private let catalog = ScriptCatalog(folder: "/data/sensors", environment: [:])

  private func reach(_ script: String, _ manifest: String?) throws(LooopError) -> ShellReach {
    try catalog.shellReach(
      of: SensorDraft(
        name: Identifier("x", "sensor"), script: script,
        manifest: manifest.map { "description: x\n\($0)" }, author: .loop))
  }

  @Test(
    "The gate is shown the script, what reads it when that is no shell, and the command",
    arguments: [
      ("echo a\necho b\n", nil, ["echo a\necho b\n"]),
      ("#!/bin/sh\necho", "every: 5m", ["#!/bin/sh\necho"]),
      ("#! /usr/bin/env bash\necho", nil, ["#! /usr/bin/env bash\necho"]),
      ("#!/bin/bash -eu\necho", nil, ["#!/bin/bash -eu\necho"]),
      (
        "#!/usr/bin/env python3\nls", nil,
        ["#!/usr/bin/env python3\nls", "/usr/bin/env python3 sensor.sh"]
      ),
      ("#!/bin/rm -rf /a\nls", nil, ["#!/bin/rm -rf /a\nls", "/bin/rm '-rf /a' sensor.sh"]),
      ("#!/bin/sh -c\nls", nil, ["#!/bin/sh -c\nls", "/bin/sh -c sensor.sh"]),
      ("#!/bin/sh eu\nls", nil, ["#!/bin/sh eu\nls", "/bin/sh eu sensor.sh"]),
      ("#!/tmp/sh\nls", nil, ["#!/tmp/sh\nls", "/tmp/sh sensor.sh"]),
      ("#!/bin/ksh\nls", nil, ["#!/bin/ksh\nls", "/bin/ksh sensor.sh"]),
      ("#!/usr/bin/env\nls", nil, ["#!/usr/bin/env\nls", "/usr/bin/env sensor.sh"]),
      (
        "echo", "run: {command: [gh, \"a b\", \"it's\", '', '$(x)', a/b-c_d.e]}",
        ["echo", #"gh 'a b' 'it'\''s' '' '$(x)' a/b-c_d.e"#]
      ),
      // A quote with a combining mark behind it still is a quote to the shell.
      ("echo", "run: {command: [gh, \"'\\u0301; x\"]}", ["echo", "gh ''\\''\u{301}; x'"]),
    ] as [(String, String?, [String])])
  func lines(script: String, manifest: String?, expected: [String]) throws {
    #expect(try reach(script, manifest).lines == expected)
  }

  @Test("An interpreter whose name only looks like a shell's is none")
  func noShell() {
    #expect(Interpreter.line(for: "sh") == ["sh sensor.sh"])
    #expect(Interpreter.line(for: "/bin/sh\r") == ["'/bin/sh\r' sensor.sh"])
  }

  @Test("A wrong manifest has no lines but an error")
  func wrong() {
    let error = thrown { () throws(LooopError) in
      _ = try reach("echo", "run: {command: x}")
    }
    #expect(error?.message.hasPrefix("/data/sensors/x.yaml:2:16: ") == true)
  }
}
