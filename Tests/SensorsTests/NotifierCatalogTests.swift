import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

@Suite("Notifiers")
struct NotifierCatalogTests {
  /// The user's own notifiers, in a folder that lives as long as this.
  private struct Stage {
    let scratch: Scratch
    var catalog: NotifierCatalog {
      NotifierCatalog(folder: scratch.file("notify"), isGuarded: false)
    }

    init(_ files: [String: String] = [:]) throws {
      scratch = try Scratch()
      for (name, text) in files { try scratch.write("notify/\(name)", text) }
    }

    func preset(_ name: String) throws -> NotifierPreset { try catalog.preset(named: name) }
  }

  private func problem(_ manifest: String) throws -> String? {
    let stage = try Stage(["own.yaml": manifest, "own.sh": "cat\n"])
    let error = thrown { () throws(LooopError) in _ = try stage.catalog.preset(named: "own") }
    return error.map { $0.message.replacing(stage.scratch.file("notify"), with: "$DIR") }
  }

  @Test("Those that ship can be read, and none of them approves")
  func shipped() throws {
    let stage = try Stage()
    let catalog = stage.catalog
    #expect(try catalog.names() == ["ntfy", "webhook"])
    for name in try catalog.names() {
      let preset = try catalog.preset(named: name)
      #expect(!preset.mayApprove && !preset.description.isEmpty && !preset.script.isEmpty)
      #expect(preset.commands == ["curl", "sed"] && !preset.secrets.isEmpty)
      #expect(preset.isTwoWay == (preset.listener != nil))
      #expect(preset.repliesNeed.map { preset.optionalSecrets.contains($0) } != false)
    }
  }

  @Test("A file called as one that ships changes what it names, and keeps the rest")
  func overridden() throws {
    let stage = try Stage([
      "ntfy.yaml": "may_approve: true\nquiet: 22:00-08:00\nescalate: 10m,1h\nmax_text: 500\n"
    ])
    let own = try stage.preset("ntfy")
    #expect(own.mayApprove && own.mostText == 500 && own.secrets == ["NTFY_TOPIC"])
    #expect(own.rules.escalations == [.minutes(10), .hours(1)])
    #expect(own.rules.quiet == QuietHours(days: Set(0...6), from: 1_320, to: 480))
    #expect(own.script == ShippedNotifiers.all[0].script && own.listener != nil)
    let scripted = try Stage(["webhook.sh": "cat >/dev/null\n"])
    #expect(try scripted.preset("webhook").script == Array("cat >/dev/null\n".utf8))
  }

  @Test("What a manifest says wrongly is told where it is")
  func wrong() throws {
    let cases = [
      ("direction: in", "1:12: 'direction' is 'in'; write out or both"),
      ("may_approve: true", "1:14: without replies ('direction: both') nothing can approve"),
      ("timeout: 0", "1:10: 'timeout' is '0'; write 1s to 10m"),
      ("max_text: 5", "1:11: 'max_text' is 5; it must be 100 to 1000000"),
      ("secrets: [a-b]", "1:10: 'a-b' is not the name of a variable"),
      ("colour: red", "1:1: unknown key 'colour'; known are: "),
      ("quiet: late", "--quiet: 'late' does not name two times of day"),
      ("escalate: 1h,1m", "--escalate: 60s is not after 60m"),
    ]
    for (text, message) in cases {
      let found = try #require(try problem(text))
      #expect(found.contains("$DIR/own.yaml:") && found.contains(message), "\(found)")
    }
    #expect(try problem("description: fine") == nil)
  }

  @Test("A name that is none, and one without a script, are refused")
  func names() throws {
    let stage = try Stage(["bare.yaml": "description: x\n"])
    for (name, code) in [
      ("ntfi", "E_NOTIFIER_UNKNOWN"), ("bare", "E_PRESET"), ("a.b", "E_ID"), ("../ntfy", "E_ID"),
      ("", "E_ID"),
    ] {
      let error = thrown { () throws(LooopError) in _ = try stage.catalog.preset(named: name) }
      #expect(error?.code == code, "\(name)")
    }
  }

  @Test("Every key of the manifest is in docs/notify.md")
  func documented() throws {
    let text = try String(
      contentsOf: Documents.folder.appending(path: "notify.md"), encoding: .utf8)
    for key in NotifierFile.keys { #expect(text.contains("`\(key)`"), "\(key)") }
  }
}
