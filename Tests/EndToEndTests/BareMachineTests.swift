import Foundation
import TestSupport
import Testing

/// The release binary where there is nothing else: no shell, no library, no /etc.
@Suite("An empty root")
struct BareMachineTests {
  private static let release =
    Fixtures.folder.appending(path: "../../.build/release/looop").standardizedFileURL.path()

  /// Built by `make build`, and not always there; static, or it cannot start at all.
  private static let lack: String? = {
    guard FileManager.default.isExecutableFile(atPath: release) else {
      return "no release binary: `make build` makes it"
    }
    return Privileges.ownProcesses == nil ? "no name spaces of one's own" : nil
  }()

  @Test(
    "It runs a loop with nothing but itself and /proc",
    .enabled(if: lack == nil, Comment(rawValue: lack ?? "")))
  func loop() async throws {
    try await Sandbox.use(nil) { box in
      try FileManager.default.createDirectory(
        atPath: box.path("root/proc"), withIntermediateDirectories: true)
      try FileManager.default.createDirectory(
        atPath: box.path("root/dev"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: Self.release, toPath: box.path("root/looop"))
      let script = """
        set -e
        mount -t proc proc root/proc
        : >root/dev/null
        mount --bind /dev/null root/dev/null
        chroot=$(command -v chroot)
        bare() { env -i HOME=/home/ada "$chroot" root /looop "$@"; }
        bare version
        bare init --runner demo
        bare goal write g 'Something.'
        bare pause
        bare up
        bare state --json
        bare asks
        bare journal
        bare down
        bare doctor --json || :
        bare help >/dev/null
        """
      let prefix = try #require(Privileges.ownProcesses)
      let run = try await box.launch(prefix + ["/bin/sh", "-c", script]).finish()
      #expect(run.code == 0, "\(run.out)\(run.err)")
      #expect(run.out.contains(#""pulse_alive":true"#), "\(run.out)")
      #expect(run.out.contains("the pulse is down"))
      let left = box.names(in: "root")
      #expect(left == ["dev", "home", "looop", "proc"])
    }
  }
}
