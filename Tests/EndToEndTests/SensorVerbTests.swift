import Foundation
import TestSupport
import Testing

/// What the verbs of sensors have in common, and those that change one.
@Suite("The verbs of sensors")
struct SensorVerbTests {
  private static let gold = """
    description: count
    every: 5m
    timeout: 10s
    ttl: 1h
    run: {env: clean}
    network: []
    requires: {commands: []}
    signal_schema: {type: object, required: [n]}

    """

  private func draft(_ box: Sandbox, _ more: String = "") throws {
    try box.write("d/n.sh", "#!/bin/sh\nset -eu\necho '{\"signal\":{\"n\":1}}'\n", mode: 0o700)
    try box.write("d/n.yaml", Self.gold + more)
    try box.write("d/n.test/a/expected.json", #"{"status":"ok","signal":{"n":1}}"#)
  }

  @Test("A draft keeps its cases and its grade, by its folder as by its files")
  func write() async throws {
    for words in [["--from", "d"], ["d/n.sh", "--manifest", "d/n.yaml"]] {
      try await Sandbox.use(nil) { box in
        try draft(box)
        #expect(try await box.must("sensor", "lint", "n", "--in", "d") == "n  gold\n")
        let result = try await box.start(["sensor", "write", "n", "--json"] + words).finish()
        let json = try result.json()
        #expect(result.code == 0 && json["change"] == "written" && json["needs"] == [])
        #expect(
          json["files"].array.compactMap(\.string).map { $0.split(separator: "/").last }
            == ["n.sh", "n.yaml", "n.test"])
        #expect(try await box.must("sensor", "lint", "n") == "n  gold\n")
      }
    }
  }

  @Test("A manifest that is the whole sensor needs no script, and standard input is left alone")
  func manifestAlone() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("c.yaml", "description: c\nrun: {command: [echo, '{\"signal\":1}']}\n")
      try box.write("p.yaml", "description: p\npush: {}\n")
      try await box.must("sensor", "write", "c", "--manifest", "c.yaml")
      try await box.must("sensor", "write", "p", "--manifest", "p.yaml")
      #expect(box.exists("data/sensors/c.yaml") && box.exists("data/sensors/p.yaml"))
      let run = try JSON(try await box.must("sensor", "run", "c", "--json"))
      #expect(run["reading"]["signal"] == 1)
      let both = try await box.looop("sensor", "write", "c", "x.sh", "--from", ".")
      #expect(both.code == 64)
    }
  }

  @Test("Values of inputs are stored with it, and a wrong one writes nothing")
  func inputs() async throws {
    try await Sandbox.use(nil) { box in
      try draft(box, "inputs: {a: {pattern: '^[a-z]+$', required: true}}\n")
      let wrong = try await box.looop("sensor", "write", "n", "--from", "d", "--input", "a=1")
      #expect(wrong.code == 64 && !box.exists("data"))
      try await box.must("sensor", "write", "n", "--from", "d", "--input", "a=b")
      #expect(box.text("data/sensors/n.local.yaml") == "a: \"b\"\n")
      let set = try await box.looop("sensor", "add", "n", "--input", "a=c")
      #expect(set.code == 0 && set.out.hasPrefix("inputs of n set\nreading: ok {\"n\":1}"))
      #expect(box.text("data/sensors/n.local.yaml") == "a: \"c\"\n")
      #expect(box.text("data/sensors/n.yaml") == box.text("d/n.yaml"))
    }
  }

  @Test("A draft runs from its folder, with values for this run alone")
  func runIn() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("d/x.sh", "echo \"{\\\"signal\\\":\\\"$INPUT_A\\\"}\"\n")
      try box.write("d/x.yaml", "description: x\ninputs: {a: {default: none}}\n")
      let run = try await box.looop(
        "sensor", "run", "x", "--in", "d", "--input", "a=some", "--json")
      #expect(run.code == 0)
      #expect(try run.json()["reading"]["signal"] == "some")
      #expect(!box.exists("data") && box.names(in: "d") == ["x.sh", "x.yaml"])
      try await box.must("sensor", "write", "x", "--from", "d")
      let own = try await box.looop("sensor", "run", "x", "--input", "a=more", "--json")
      #expect(try own.json()["reading"]["signal"] == "more")
      let unknown = try await box.looop("sensor", "run", "y", "--in", "d")
      #expect(unknown.code == 65 && unknown.err.contains("There is no sensor y in"))
    }
  }

  @Test("A sensor is switched off and on, and says so when there is nothing to do")
  func switched() async throws {
    try await Sandbox.use(nil) { box in
      try draft(box)
      try await box.must("sensor", "write", "n", "--from", "d")
      #expect(try await box.must("sensor", "disable", "n") == "sensor n switched off\n")
      #expect(try await box.must("sensor", "list").contains(#/n +disabled +/#))
      #expect(try await box.must("sensor", "show", "n").contains("looop sensor enable n"))
      #expect(try await box.must("sensor", "disable", "n") == "sensor n is switched off already\n")
      let on = try JSON(try await box.must("sensor", "enable", "n", "--json"))
      #expect(on["change"] == "enabled" && on["sensor"] == "n")
      let again = try JSON(try await box.must("sensor", "enable", "n", "--json"))
      #expect(again["change"] == "none" && again["files"] == [])
      #expect(try await box.must("sensor", "list").contains("n\tok\t") == false)
    }
  }

  @Test("Each verb exits alike when there is no such sensor, and when its manifest is wrong")
  func codes() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("data/sensors/bad.yaml", "evry: 5m\n")
      try box.write("data/sensors/bad.sh", "echo {}\n")
      for verb in ["show", "run", "test", "lint", "enable", "disable"] {
        let gone = try await box.looop("sensor", verb, "gone")
        #expect(gone.code == 65 && gone.out.isEmpty, "\(verb)")
        if verb == "test" { continue }
        let bad = try await box.looop("sensor", verb, "bad")
        #expect(bad.code == 65 && (bad.out + bad.err).contains("evry"), "\(verb)")
      }
      #expect(try await box.looop("sensor", "rm", "gone", "--yes").code == 65)
      let written = try await box.looop("sensor", "write", "new", "--from", "data/sensors")
      #expect(written.code == 64)
      let wrong = try await box.looop(
        "sensor", "write", "new", "data/sensors/bad.sh", "--manifest", "data/sensors/bad.yaml")
      #expect(wrong.code == 65 && wrong.err.contains("evry"))
    }
  }

  @Test("A name that makes no sensor is refused by each verb that would make one")
  func names() async throws {
    try await Sandbox.use(nil) { box in
      try draft(box)
      for name in ["a.local", "a.test", "gate", "all", "-x", ""] {
        for words in [
          ["new", "--in", ".", "--", name], ["add", "disk", "--as=\(name)"],
          ["write", "--from", "d", "--", name],
        ] {
          let result = try await box.start(["sensor"] + words).finish()
          #expect(result.code == 64 && result.out.isEmpty, "\(words)")
        }
      }
      #expect(!box.names(in: ".").contains { $0.hasPrefix("a.") })
    }
  }

  @Test("A grade below the least one exits with 1 and names the sensor")
  func least() async throws {
    try await Sandbox.use(nil) { box in
      try draft(box)
      try box.write("d/m.sh", "echo {}\n")
      let low = try await box.looop("sensor", "lint", "--in", "d", "--min", "silver")
      #expect(low.code == 1 && low.out.hasSuffix("below silver: m\n"))
      #expect(try await box.looop("sensor", "lint", "n", "--in", "d", "--min", "gold").code == 0)
      let json = try await box.looop("sensor", "lint", "--in", "d", "--min", "gold", "--json")
      #expect(json.code == 1)
      #expect(try json.json()["below"] == ["m"])
      #expect(try json.json()["ok"] == false)
      let wrong = try await box.looop("sensor", "lint", "--in", "d", "--min", "god")
      #expect(wrong.code == 64 && wrong.err.contains("Did you mean 'gold'?"))
    }
  }

  @Test("add runs it once and shows what it says")
  func firstReading() async throws {
    try await Sandbox.use(nil) { box in
      let added = try await box.looop("sensor", "add", "disk", "--input", "full=100")
      #expect(added.code == 0 && added.out.hasPrefix("sensor disk added\nreading: ok {\"disk\":"))
      #expect(!box.exists("data/snapshots/sensor-disk.json"))
      let json = try JSON(try await box.must("sensor", "add", "today", "--as", "day", "--json"))
      #expect(json["change"] == "added" && json["reading"]["status"] == "ok")
      #expect(
        box.text("data/sensors/day.yaml").hasPrefix("# yaml-language-server: $schema=./.manifest"))
      let schema = try JSON(box.text("data/sensors/.manifest.schema.json"))
      #expect(try JSON(try await box.must("schema", "manifest")) == schema)
    }
  }

  @Test("Tabs, and a second colon in a line, are told in words with their line")
  func yaml() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("d/t.yaml", "description: x\nrun:\n\tenv: clean\n")
      try box.write("d/t.sh", "echo {}\n")
      try box.write("d/u.yaml", "description: a: b\n")
      try box.write("d/u.sh", "echo {}\n")
      let out = try await box.looop("sensor", "lint", "--in", "d").out
      #expect(out.contains("t.yaml:3:1: a tab character"))
      #expect(out.contains("u.yaml:1:15: a second ': '"))
      #expect(!out.contains("token") && !out.contains("context"))
    }
  }

  /// Every write of `sensor write` is a place to die at.
  @Test("Killed anywhere, a written sensor is the former one or the new one")
  func killed() async throws {
    let old = ["x.sh": "echo old", "x.yaml": "description: old\n", "x.test/a/env": "A=1\n"]
    let new = [
      "x.sh": "echo new", "x.yaml": "description: new\nenabled: false\n", "x.test/a/env": "A=2\n",
    ]
    try await Sandbox.use(nil) { box in
      for (file, text) in new { try box.write("d/\(file)", text) }
      func reset() throws {
        try? FileManager.default.removeItem(atPath: box.path("data/sensors"))
        for (file, text) in old { try box.write("data/sensors/\(file)", text) }
      }
      func write(_ orders: JSON) async throws -> Finished {
        try await box.looop(
          "sensor", "write", "x", "--from", "d", environment: ["LOOOP_FAILPOINTS": orders.text])
      }
      // The data dir gets its first sensor by the way.
      try reset()
      #expect(try await write([:]).code == 0)
      try reset()
      #expect(try await write(["record": .string(box.path("points"))]).code == 0)
      let points = box.text("points").split(separator: "\n").compactMap { line -> String? in
        let point = line.split(separator: "\t").last.map(String.init)
        return point.flatMap { $0.contains(" sensors/") ? $0 : nil }
      }
      #expect(points.count > 20)
      var outcomes: Set<String> = []
      for point in Set(points).sorted() {
        try reset()
        let mark = box.path("mark")
        try? FileManager.default.removeItem(atPath: mark)
        let killed = try await write([
          "kill": ["role": "verb", "point": .string(point), "pass": 1, "mark": .string(mark)]
        ])
        #expect(killed.code != 0 && box.exists("mark"), "\(point)")
        // Another process looks.
        let row = try JSON(try await box.must("sensor", "list", "--json")).array.first
        let files = old.keys.reduce(into: [:]) { $0[$1] = box.text("data/sensors/\($1)") }
        #expect(files == old || files == new, "\(point): \(files)")
        let isNew = files == new
        #expect((row?["state"] == "disabled") == isNew, "\(point)")
        outcomes.insert(isNew ? "new" : "old")
        #expect(!box.exists("data/sensors/.install"), "\(point)")
      }
      #expect(outcomes == ["new", "old"])
    }
  }

  @Test("With no room for the manifest, nothing of the sensor is there")
  func fullDisk() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("s.sh", "#!/bin/sh\necho '{}'\n")
      let lines = String(repeating: "# A long comment.\n", count: 300)
      try box.write("s.yaml", "description: not yet\nenabled: false\n\(lines)")
      try await box.must("sensor", "list")
      let result = try await box.shell(
        "trap '' XFSZ; ulimit -f 4; exec \"$LOOOP\" sensor write half s.sh --manifest s.yaml")
      #expect(result.code != 0)
      #expect(!box.names(in: "data/sensors").contains { $0.hasPrefix("half") })
    }
  }
}
