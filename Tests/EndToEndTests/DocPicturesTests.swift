import Foundation
import TestSupport
import Testing

@Suite("Pictures of the documents")
struct DocPicturesTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

  @Test("`make docs` draws every picture of a loop at work, and leaves nothing running")
  func drawn() async throws {
    try await Sandbox.use(nil) { box in
      let folder = box.path("pictures")
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let run = try await box.launch(
        ["/bin/sh", "\(Self.root)scripts/docs-pictures", Binary.path, folder],
        environment: ["TMPDIR": box.root]
      ).finish()
      #expect(run.code == 0 && run.err.isEmpty, "\(box.shown(run.err))")
      let drawn = ["screenshot.svg", "state.svg", "watch.svg"]
      #expect(box.names(in: "pictures") == drawn)
      for name in drawn {
        let picture = box.text("pictures/\(name)")
        #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
        #expect(!picture.contains(box.root))
        #expect(FileManager.default.fileExists(atPath: "\(Self.root)docs/pictures/\(name)"))
      }
      #expect(box.names(in: ".").filter { $0.hasPrefix("tmp.") }.isEmpty)
    }
  }
}
