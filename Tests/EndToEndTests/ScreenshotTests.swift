import Foundation
import TestSupport
import Testing

@Suite("screenshot")
struct ScreenshotTests {
  private static let printed =
    #"printf '\033]0;a title\007\033[1;31mred\033[0m \346\227\245 <b>\r\n'; printf 'key: hush-hush-hush\r\n'"#

  private func start(_ box: Sandbox, _ script: String, kind: String) async throws {
    try box.stub.worker("w", "\(script)\nexec sleep 600")
    let command = "exec sh '\(box.root)/stub/workers/w.sh' # {{prompt_file}}"
    try await box.must("worker", "start", "w", "x", "--kind", kind, "--command", command)
    try await Until.holds("its words", saw: { box.text("data/sessions/w/output.log") }) {
      box.text("data/sessions/w/output.log").contains("hush-hush-hush")
        || box.text("data/sessions/w/output.log").contains("end\n")
    }
  }

  @Test("Of a terminal worker: its screen in each form, without secrets")
  func terminal() async throws {
    try await Sandbox.use { box in
      try box.write("data/secrets.env", "KEY=hush-hush-hush\n")
      try await start(box, Self.printed, kind: "terminal")
      let text = try await box.must("screenshot", "w")
      #expect(text == "red 日 <b>\nkey: **************\n")
      let ansi = try await box.must("screenshot", "w", "--ansi")
      #expect(ansi == "\u{1B}[0;1;31mred\u{1B}[0m 日 <b>\nkey: **************\n")
      let json = try await box.looop("screenshot", "w", "--json").json()
      #expect(json["title"] == "a title" && json["kind"] == "terminal")
      #expect(json["columns"] == 120 && json["rows"] == 40 && json["cursor"]["row"] == 2)
      #expect(json["lines"][0]["styled"][0]["color"] == "palette 1")
      let svg = try await box.must("screenshot", "w", "--svg")
      #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n") && svg.contains("&lt;b&gt;"))
      #expect(!svg.contains("hush"))
    }
  }

  @Test("Of a headless one: the end of its transcript, which can command nothing")
  func headless() async throws {
    try await Sandbox.use { box in
      let script =
        #"printf 'one\n\033[2J\033]0;t\007two\n'; i=0; while [ $i -lt 50 ]; do echo line $i; i=$((i+1)); done; echo end"#
      try await start(box, script, kind: "headless")
      let text = try await box.must("screenshot", "w")
      #expect(text.split(separator: "\n").count == 40 && text.hasSuffix("line 49\nend\n"))
      let json = try await box.looop("screenshot", "w", "--json").json()
      #expect(json["kind"] == "headless" && json["cursor"] == .null && json["title"] == "")
    }
  }

  @Test("Of the pulse: what happened last; of -, what another program printed")
  func others() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "ship", "x")
      let life = try await box.must("screenshot", "pulse", "--ansi")
      #expect(life.contains("\u{1B}[0;2m") && life.contains("goal ship written by"))
      let piped = try await box.shell(
        #"printf 'a\n\033[32mb\033[0m\n' | "$LOOOP" screenshot - --ansi --columns 5"#)
      #expect(piped.out == "a\n\u{1B}[0;32mb\u{1B}[0m\n" && piped.code == 0)
    }
  }

  @Test("What cannot be shown is refused with a mend")
  func refused() async throws {
    try await Sandbox.use { box in
      let unknown = try await box.looop("screenshot", "w")
      #expect(unknown.code == 65 && unknown.err.contains("There is no worker w."))
      let both = try await box.looop("screenshot", "pulse", "--svg", "--json")
      #expect(both.code == 64 && both.err.contains("one form"))
      let narrow = try await box.looop("screenshot", "-", "--columns", "0")
      #expect(narrow.code == 64)
    }
  }

  @Test(
    "A recording that is cut in a sequence, random or huge is a screen all the same",
    arguments: ["cut", "random", "huge", "gone", "empty"])
  func broken(_ kind: String) async throws {
    try await Sandbox.use { box in
      try await start(box, Self.printed, kind: "terminal")
      try await box.must("kill", "w")
      let path = box.path("data/sessions/w/output.log")
      switch kind {
      case "cut": try box.write("data/sessions/w/output.log", "8;5;1mx\u{1B}[31")
      case "random":
        var random = Seed.take(for: "a random screen")
        let bytes = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try Data(bytes).write(to: URL(filePath: path))
      case "huge": #expect(truncate(path, 10 << 30) == 0)
      case "gone": try FileManager.default.removeItem(atPath: path)
      default: try box.write("data/sessions/w/output.log", "")
      }
      for form in [[], ["--ansi"], ["--json"], ["--svg"]] {
        let shown = try await box.start(["screenshot", "w"] + form).finish()
        #expect(shown.code == 0, "\(form): \(box.shown(shown.err))")
        let controls = shown.out.unicodeScalars.filter {
          $0.properties.generalCategory == .control && $0 != "\n"
        }
        #expect(controls.allSatisfy { form == ["--ansi"] && $0 == "\u{1B}" })
      }
    }
  }
}
