import Foundation
import TestSupport
import Testing

@Suite("Scripts of sensors and notifiers")
struct ShellcheckTests {
  @Test(
    "shellcheck finds nothing in those that ship, nor in the stubs of their cases",
    .needs(.shellcheck))
  func clean() async throws {
    try await Sandbox.use(nil) { box in
      let presets = Fixtures.folder.appending(path: "../../presets").standardized.path
      let scripts = ["sensors", "notify"].flatMap { folder in
        box.names(in: "\(presets)/\(folder)").filter { $0.hasSuffix(".sh") }
          .map { "\(presets)/\(folder)/\($0)" }
      }
      let result = try await box.launch(
        ["/usr/bin/env", "shellcheck"] + scripts + Self.stubs
      ).finish()
      #expect(scripts.count > 10 && Self.stubs.count > 10)
      #expect(result.code == 0, "\(result.out)\(result.err)")
    }
  }

  private static var stubs: [String] {
    let folder = Fixtures.folder.appending(path: "sensors").path
    let files = FileManager.default.enumerator(atPath: folder)?.allObjects ?? []
    return files.compactMap { $0 as? String }
      .filter { $0.contains(#/^[^\/]+\.test\/[^\/]+\/bin\/[^\/]+$/#) }.map { "\(folder)/\($0)" }
  }
}
