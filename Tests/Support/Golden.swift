public import Foundation
public import Testing

/// Where the recorded data of the tests lies.
public enum Fixtures {
  public static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

  public static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
  }
}

/// Compares a whole text with a recorded file. A missing file fails too, so that no golden file is
/// born unseen; `make record` (LOOOP_RECORD=1) rewrites them, and the diff is the review.
public enum Golden {
  public static var isRecording: Bool {
    ProcessInfo.processInfo.environment["LOOOP_RECORD"] == "1"
  }

  public static func expect(
    _ text: String, at path: String, in folder: URL = Fixtures.folder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let file = folder.appending(path: path)
    if isRecording {
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      } catch {
        Issue.record("cannot record \(path): \(error)", sourceLocation: sourceLocation)
      }
      return
    }
    guard let recorded = try? Data(contentsOf: file) else {
      Issue.record("no golden file \(path); run make record", sourceLocation: sourceLocation)
      return
    }
    #expect(text == String(decoding: recorded, as: UTF8.self), sourceLocation: sourceLocation)
  }
}
