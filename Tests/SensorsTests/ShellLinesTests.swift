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

  @Test("The gate is shown the folder of the manifest")
  func folder() throws {
    #expect(try reach("cat config", "run: {cwd: ~/.ssh}").folder == "~/.ssh")
    #expect(try Policy.builtIn.rule(reach("cat config", "run: {cwd: ~/.ssh}")) > .allow(""))
    #expect(try Policy.builtIn.rule(reach("cat config", "run: {cwd: ~/notes}")) < .ask(""))
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

  @Test(
    "A script that is not read by /bin/sh itself asks, whatever is in it",
    arguments: [
      "#!/bin/bash\nls", "#!/usr/bin/bash\nls", "#!/bin/dash\nls", "#!/usr/bin/env sh\nls",
      "#!/usr/bin/env bash\nls", "#!/usr/bin/env -S bash\nls", "#! /bin/bash -eu\nls",
      "#!/bin/sh -c\nls", "#!/bin/sh -i\nls", "#!/bin/sh eu\nls", "#!/bin/sh -s\nls",
      "#!/usr/bin/sh\nls", "#!/bin//sh\nls", "#!/bin/../bin/bash\nls", "#!/bin/rm\nls",
      "#!/bin/zsh\nls",
    ])
  func interpreters(script: String) throws {
    let reach = try reach(script, nil)
    #expect(reach.reasonToAsk?.hasSuffix(", not by /bin/sh") == true, "\(reach)")
    #expect(!(Policy.builtIn.rule(reach) < .ask("")))
  }

  @Test("One that /bin/sh reads does not, with or without a first line that says so")
  func standard() throws {
    for script in ["ls", "#!/bin/sh\nls", "#! /bin/sh \nls", "#!/bin/sh -eu\nls", "# x\nls"] {
      #expect(try reach(script, nil).reasonToAsk == nil, "\(script)")
      #expect(ScriptCatalog.needsNoYes(script, Manifest()), "\(script)")
    }
    for script in ["touch x", "#!/bin/bash\nls", "ls\r", "ls\0", "ls $[1]"] {
      #expect(!ScriptCatalog.needsNoYes(script, Manifest()), "\(script)")
    }
    #expect(!ScriptCatalog.needsNoYes(nil, Manifest()))
  }

  @Test("A byte order mark asks, and so does a manifest that names the command")
  func others() {
    let marked = ScriptHead(Array("\u{FEFF}#!/bin/sh\nls".utf8))
    #expect(Interpreter.doubt(of: marked) != nil)
    var manifest = Manifest()
    manifest.command = ["ls"]
    #expect(!ScriptCatalog.needsNoYes("ls", manifest))
  }

  @Test("The folder that the manifest names is ruled with the script")
  func ruledFolder() throws {
    for (folder, script, isFree) in [
      ("~/.kube", "cat config", false), ("~/../../proc/1", "date", false),
      ("/", "cat dev/zero", false),
      ("~/shop", "cat README.md", true),
    ] {
      let reach = try reach(script, "run: {cwd: \"\(folder)\"}")
      #expect(reach.folder == folder)
      #expect((Policy.builtIn.rule(reach) < .ask("")) == isFree, "\(script) in \(folder)")
      var manifest = Manifest()
      manifest.workingDirectory = folder
      #expect(ScriptCatalog.needsNoYes(script, manifest) == isFree)
    }
    #expect(try reach("ls", "every: 5m").folder == nil)
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
