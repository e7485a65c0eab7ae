import Base
import TestSupport
import Testing

@testable import looop

@Suite("Unit files of the service")
struct ServiceUnitTests {
  private static let plain = ServiceSpec(
    name: "looop", program: "/usr/local/bin/looop",
    arguments: ["up", "--foreground", "--data-dir", "/home/ada/.local/state/looop"],
    workingDirectory: "/home/ada/shop",
    environment: [("LANG", "C.UTF-8"), ("PATH", "/home/ada/.local/bin:/usr/bin:/bin")],
    dataDirectory: "/home/ada/.local/state/looop")

  /// Whatever a path or a value may hold that means something in such a file.
  private static let strange = ServiceSpec(
    name: "looop-2", program: "/opt/my tools/50%/$HOME/it's \"looop\"\\🙂",
    arguments: ["up", "--foreground", "--data-dir", "/home/ada b/100% $USER/'q' \"d\" \\ <&> 🦉"],
    workingDirectory: "/home/ada b/50% $HOME/<é>",
    environment: [
      ("LANG", ""), ("PATH", "/a b:/c\\d:/100%/$x"),
      ("WORDS", "two\nExecStart=/bin/evil \"quoted\" \u{1B}[31m\ttab"),
    ], dataDirectory: "/home/ada b/100% $USER/'q' \"d\" \\ <&> 🦉")

  @Test("systemd and launchd, as on most machines")
  func everyday() {
    Golden.expect(SystemdUnit.text(Self.plain), at: "golden/service/plain.service")
    Golden.expect(LaunchdAgent.text(Self.plain), at: "golden/service/plain.plist")
  }

  @Test("Blanks, percent and dollar signs, quotes, backslashes and emoji are what they are")
  func escaped() {
    Golden.expect(SystemdUnit.text(Self.strange), at: "golden/service/strange.service")
    Golden.expect(LaunchdAgent.text(Self.strange), at: "golden/service/strange.plist")
    for text in [SystemdUnit.text(Self.strange), LaunchdAgent.text(Self.strange)] {
      // Only its own lines begin so, and nothing moves a cursor.
      #expect(text.split(separator: "\n").count { $0.hasPrefix("ExecStart=") } <= 1)
      #expect(!text.contains("\u{1B}"))
    }
  }

  @Test(
    "What such a file cannot hold is refused with its mend",
    arguments: ["/a\nExecStart=/bin/evil", "/ends in a blank ", "/ends in a \\"])
  func unfit(_ path: String) {
    let spec = ServiceSpec(
      name: "looop", program: "/bin/looop", arguments: [], workingDirectory: path,
      environment: [], dataDirectory: "/d")
    #expect(spec.problem?.code == "E_SERVICE_PATH")
    #expect(spec.problem?.message.contains("\n") == false)
  }

  @Test("docs/service.md lists what status prints for programs")
  func printed() {
    Documents.expect(ServiceStatus.shape.table.text, in: "service.md", part: "service shape")
  }
}
