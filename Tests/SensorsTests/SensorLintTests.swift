import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

/// A sensor without a fault.
private let script = "#!/bin/sh\nset -eu\necho '{\"signal\":{\"n\":1}}'\n"
private let manifest = """
  description: x
  every: 5m
  timeout: 10s
  ttl: 1h
  run: {env: clean}
  requires: {commands: []}
  network: []
  signal_schema: {type: object}

  """

@Suite("Lint of a sensor")
struct SensorLintTests {
  let scratch: Scratch
  let name: Identifier

  init() throws {
    scratch = try Scratch()
    name = try Identifier("x", "sensor")
  }

  private func lint() throws -> SensorReport? {
    try ScriptCatalog(folder: scratch.path, environment: [:]).lint(name, cases: scratch.path)
  }

  /// Each finding as `severity place text`.
  private func findings() throws -> [String] {
    try #require(try lint()).findings.map { finding in
      let place = finding.place.text.replacingOccurrences(of: "\(scratch.path)/", with: "")
      return "\(finding.severity.rawValue) \(place) \(finding.text)"
    }
  }

  @Test(
    "What does not work, or not as it is meant, is a problem with its place",
    arguments: [
      (" \n", "", "x.sh the script is empty"),
      ("ls\u{0}", "", "x.sh:1 the script has a NUL character, which shells cannot read"),
      (
        "ls\nls\r\n", "",
        "x.sh:2 a line ends in a carriage return, which a shell reads as part of the last word"
      ),
      ("#!python3\n", "", "x.sh:1 the interpreter 'python3' is not an absolute path"),
      ("\u{FEFF}ls", "", "x.sh:1 the script begins with a byte order mark (BOM)"),
      (
        script, "run: {environment: {A_TOKEN: x, MODE: y}}",
        "x.yaml:2:30 'A_TOKEN' in 'run.environment' is named like a secret"
      ),
      (
        script, "every: 1m\nretry: {times: 3, delay: 30s}",
        "x.yaml:3:8 all its retries take longer than 'every'"
      ),
      (script, "signal_schema: {}", "x.yaml:2:16 every signal fits this schema"),
      (script, "signal_schema: true", "x.yaml:2:16 every signal fits this schema"),
      (
        script, "signal_schema: {title: x, properties: {a: {items: {}}, b: true}}",
        "x.yaml:2:16 every signal fits this schema"
      ),
      (script, "signal_schema: false", "x.yaml:2:16 no signal fits this schema"),
      (script, "evry: 5m", "x.yaml:2:1 unknown key 'evry'; did you mean 'every'?"),
      (
        script, "push: {}",
        "x.yaml:1:1 a sensor with 'push' runs nothing; remove x.sh or the key"
      ),
    ])
  func problems(script: String, manifest: String, expected: String) throws {
    try scratch.write("x.sh", script)
    try scratch.write("x.yaml", "description: x\n\(manifest)\n")
    let found = try findings().filter { $0.hasPrefix("problem") }
    #expect(found == ["problem \(expected)"])
    #expect(try lint()?.grade == SensorGrade.none)
  }

  @Test(
    "What will surprise somebody is advice with its place",
    arguments: [
      ("", "every: 1m", "x.yaml:2:8 a run may take longer than half of 'every'"),
      (
        "", "every: 5m\ntimeout: 151s",
        "x.yaml:3:10 a run may take longer than half of 'every'"
      ),
      (
        "", "on_error: keep_last",
        "x.yaml:2:11 while runs fail, the last good reading never expires"
      ),
      (
        "", "wake: {flap: {action: mute}}",
        "x.yaml:2:14 a sensor that never stops flapping stays muted for ever"
      ),
      ("", "run: {command: [ls]}", "x.yaml:2:16 the script is never run, 'run.command' is"),
      ("#!/bin/sh\nfalse\necho x\n", "", "x.sh the script continues after a command fails"),
      (
        "set -eu\necho \"${GH_TOKEN:-}\"\necho \"$GH_TOKEN\"\n", "",
        "x.sh:2:7 the secret GH_TOKEN is used and not declared"
      ),
      (
        "set -eu\necho $INPUT_REPO\n", "inputs: {rep: }",
        "x.sh:2:6 the input INPUT_REPO is used and not declared"
      ),
      (
        "set -eu\nx=$(printf a | curl -K - x)\n", "",
        "x.sh:2:16 curl talks to other machines, and 'network' does not list them"
      ),
      (
        "set -eu\nif ! timeout 5 git -C /a fetch -q; then exit 1; fi\n", "",
        "x.sh:2:16 git fetch talks to other machines, and 'network' does not list them"
      ),
      (
        "set -eu\n/usr/bin/ssh host true\n", "network: []",
        "x.sh:2:10 ssh talks to other machines, and 'network' says there are none"
      ),
      (
        "set -eu\nsh -c 'kubectl get pods'\n", "network: []",
        "x.sh:2:8 kubectl talks to other machines, and 'network' says there are none"
      ),
      (
        "set -eu\ngit remote update\n", "network: []",
        "x.sh:2:1 git remote update talks to other machines, and 'network' says there are none"
      ),
      (
        "set -eu\nx=$(jq -r .a x)\njq . y\n", "requires: {commands: []}",
        "x.sh:2:5 jq is used, and 'requires.commands' does not list it"
      ),
    ])
  func advice(text: String, manifest: String, expected: String) throws {
    try scratch.write("x.sh", text.isEmpty ? script : text)
    try scratch.write("x.yaml", "description: x\n\(manifest)\n")
    #expect(try findings() == ["advice \(expected)"])
  }

  @Test(
    "What only looks alike is no advice",
    arguments: [
      // A comment, a pattern, a text, a question, a name that holds another.
      ("set -eu\n# curl $A_TOKEN $INPUT_X\ncase x in curl) ;; esac\n", ""),
      ("set -eu\nprintf curl\ncommand -v curl\ngit -c x.y=fetch log\ncurl_it\n", ""),
      ("set -eu\ngh pr list\ncurl x\n", "network: ['*']"),
      ("set -eu\ncurl() { :; }\ncurl x\nrsync /a /b\ngit remote -v\n", "network: []"),
      (
        "set -eu\ncommand -v jq >/dev/null || exit 1\njq . x\ngit log\ndf /\n",
        "requires: {commands: [git]}"
      ),
      ("set -eu\nA_TOKEN=1\nread -r B_KEY\necho $A_TOKEN $B_KEY \\$C_KEY\n", ""),
      ("set -eu\necho \"$D_KEY\" $INPUT_E\n", "secrets: [D_KEY?]\ninputs: {e: }"),
      ("echo $INPUT_KEY $KEY $LOOOP_KEY $some_key\n", "inputs: {key: }"),
      // Nothing follows that could hide a failure.
      ("#!/bin/sh\n# x\nLC_ALL=C exec date | cat\n", ""), ("#!/bin/sh -e\nls\nls\n", ""),
      ("set -o errexit\nls\n", ""), ("set -ue\nls\n", ""),
      ("#!/bin/sh\nset -eu\nls\n", "every: 2m\ntimeout: 60s\nretry: {times: 4, delay: 30s}"),
      ("ls\n", "on_error: keep_last\nttl: 1h\nwake: {flap: {action: mute}}"),
      ("ls\n", "wake: {flap: {action: flag}}"),
    ])
  func silence(text: String, manifest: String) throws {
    try scratch.write("x.sh", text)
    try scratch.write("x.yaml", "description: x\n\(manifest)\n")
    #expect(try findings() == [])
  }

  @Test(
    "A command without a script is looked at as well",
    arguments: [
      ("[curl, -s, x]", "curl"), ("[/bin/sh, -c, \"date; wget -q x\"]", "wget"),
      ("[timeout, '5', gh, pr, list]", "gh"),
    ])
  func command(words: String, program: String) throws {
    try scratch.write(
      "x.yaml", "description: x\nrun: {command: \(words)}\nnetwork: []\nrequires: {commands: []}\n")
    #expect(
      try findings() == [
        "advice x.yaml:2:16 \(program) talks to other machines, and 'network' says there are none",
        "advice x.yaml:2:16 \(program) is used, and 'requires.commands' does not list it",
      ])
  }

  @Test("What another language means is not guessed at")
  func otherLanguage() throws {
    try scratch.write("x.sh", "#!/usr/bin/env python3\ncurl\nx\n$A_TOKEN\n", mode: 0o700)
    #expect(try findings() == [])
  }

  @Test("A grade is reached by all that it asks for, and what is missing for the next is named")
  func grades() throws {
    func grade(without key: String? = nil, script: String = script) throws -> String {
      let lines = manifest.split(separator: "\n").filter { line in
        key.map { !line.hasPrefix($0) } ?? true
      }
      try scratch.write("x.sh", script)
      try scratch.write("x.yaml", lines.joined(separator: "\n"))
      let report = try #require(try lint())
      return ([report.grade.rawValue] + report.wanted).joined(separator: ", ")
    }
    #expect(try grade() == "bronze, a test case that expects a signal")
    // A file is no case.
    try scratch.write("x.test/README", "")
    #expect(try grade() == "bronze, a test case that expects a signal")
    // Nor is an empty one, one that cannot be read, or one that expects anything.
    for expected in [nil, "{}", #"{"status":"ok"}"#, #"{"status":"error","signal":1}"#] {
      if let expected { try scratch.write("x.test/first/expected.json", expected) }
      try scratch.write("x.test/first/env", "")
      #expect(try grade() == "bronze, a test case that expects a signal")
    }
    try scratch.write("x.test/first/expected.json", #"{"status":"ok","signal":{"n":1}}"#)
    #expect(try grade() == "gold")
    #expect(try grade(without: "signal_schema") == "none, a `signal_schema`")
    #expect(try grade(without: "timeout") == "bronze, a `timeout`")
    #expect(try grade(without: "ttl") == "bronze, a `ttl`")
    #expect(try grade(without: "run") == "silver, `run.env: clean`")
    #expect(try grade(without: "network") == "silver, `network` (`[]` for none)")
    #expect(try grade(without: "requires") == "silver, `requires.commands` (`[]` for none)")
    #expect(try grade(script: "ls\nls\n") == "silver, no advice")
    #expect(try grade(script: "\n") == "none, no problem")
    #expect(try grade(without: "description") == "none, no problem")
  }

  @Test("A manifest with every key wrong is told of each")
  func everyKeyWrong() throws {
    try scratch.write("x.sh", script)
    try scratch.write(
      "x.yaml",
      """
      description: ''
      evry: 5m
      enabled: yes
      run: {evn: clean, cwd: [a], output: xml, command: a}
      every: soon
      jitter: long
      wake:
        on: now
        ignore: [a]
      x-mine: 1
      inputs: {A: 1}

      """)
    #expect(
      try findings().map { $0.split(separator: " ").dropFirst().first.map(String.init) } == [
        "x.yaml:1:14", "x.yaml:2:1", "x.yaml:3:10", "x.yaml:4:7", "x.yaml:4:24", "x.yaml:4:37",
        "x.yaml:4:51", "x.yaml:5:8", "x.yaml:6:9", "x.yaml:8:7", "x.yaml:9:11", "x.yaml:11:10",
      ])
  }

  @Test("A case that does not pass keeps a sensor from silver")
  func failing() throws {
    try scratch.write("x.sh", script, mode: 0o700)
    try scratch.write("x.yaml", manifest)
    let catalog = ScriptCatalog(folder: scratch.path, environment: [:])
    let bench = SensorBench(
      folder: scratch.path, searchPath: "/usr/bin:/bin",
      children: ChildGroup(poller: Poller(), sweepsOrphans: false))
    func grade() throws -> SensorGrade? {
      try catalog.lint(name, cases: scratch.path, on: bench)?.grade
    }
    try scratch.write("x.test/a/expected.json", #"{"status":"ok","signal":{"n":1}}"#)
    #expect(try grade() == .gold)
    try scratch.write("x.test/b/expected.json", #"{"status":"ok","signal":{"n":2}}"#)
    #expect(try grade() == .bronze)
  }

  @Test("A script alone has no description, and a name alone is no sensor")
  func alone() throws {
    #expect(try lint() == nil)
    try scratch.write("x.sh", script)
    #expect(try lint()?.wanted == ["a `description`", "a `signal_schema`"])
  }

  @Test("A sensor that is switched off is looked at as well")
  func disabled() throws {
    try scratch.write("x.sh", "\n")
    try scratch.write("x.yaml", "description: x\nenabled: false\n")
    #expect(try findings() == ["problem x.sh the script is empty"])
  }

  @Test("Values of inputs that are wrong, and files that are none, are problems of their own file")
  func otherFiles() throws {
    try scratch.write("x.sh", script)
    try scratch.write("x.yaml", "description: x\ninputs: {repo: }\n")
    try scratch.write("x.local.yaml", "a: 1\n")
    #expect(
      try findings() == ["problem x.local.yaml:1:1 unknown key 'a'; known are: repo"])
    try FileManager.default.removeItem(atPath: scratch.file("x.local.yaml"))
    try scratch.write("x.local.yaml/file", "")
    #expect(try findings().count == 1)
    #expect(try findings()[0].hasPrefix("problem x.local.yaml Cannot read "))
  }

  @Test("The scaffold of a sensor is gold, in both kinds", arguments: [false, true])
  func scaffold(isPushed: Bool) throws {
    for file in SensorScaffold(name: name, isPushed: isPushed).files {
      try scratch.write(file.path, file.content, mode: Int(file.mode))
    }
    #expect(
      try lint() == SensorReport(name: name, findings: [], grade: .gold, wanted: []))
    guard case .disabled = try ScriptCatalog(folder: scratch.path, environment: [:]).entries()[0]
    else {
      Issue.record("it is not switched off")
      return
    }
  }

  @Test("Every shipped sensor is silver or better, with no advice")
  func shipped() throws {
    let cases = Fixtures.folder.appending(path: "sensors").path
    let presets = Fixtures.folder.appending(path: "../../presets/sensors").standardized.path
    let catalog = ScriptCatalog(folder: presets, environment: [:])
    for entry in try catalog.entries() {
      let report = try #require(try catalog.lint(entry.name, cases: cases))
      #expect(report.findings == [] && [.silver, .gold].contains(report.grade), "\(report)")
    }
  }
}
