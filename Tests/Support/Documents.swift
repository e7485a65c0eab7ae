public import Foundation
public import Testing

/// The parts of `docs` that are made from the code, between `<!-- NAME: begin -->` and
/// `<!-- NAME: end -->`.
public enum Documents {
  public static let folder = Fixtures.folder.appending(path: "../../docs").standardizedFileURL

  /// Compares the part `name` of `docs/FILE` with `text`; `make record` (LOOOP_RECORD=1) rewrites it.
  /// A file without that part fails in both cases.
  public static func expect(
    _ text: String, in file: String, part name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = folder.appending(path: file)
    let wanted = text.trimmingCharacters(in: .newlines)
    guard let document = try? String(contentsOf: path, encoding: .utf8),
      let place = place(of: name, in: document)
    else {
      Issue.record("docs/\(file) has no part '\(name)'", sourceLocation: sourceLocation)
      return
    }
    guard Golden.isRecording else {
      let printed = document[place].trimmingCharacters(in: .newlines)
      #expect(printed == wanted, sourceLocation: sourceLocation)
      return
    }
    do {
      let renewed = document.replacingCharacters(in: place, with: "\n\n\(wanted)\n\n")
      try renewed.write(to: path, atomically: true, encoding: .utf8)
    } catch {
      Issue.record("cannot record docs/\(file): \(error)", sourceLocation: sourceLocation)
    }
  }

  /// Compares `docs/FILE` with `picture`, whose words must not overlap.
  public static func expect(
    _ picture: Picture, at file: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(picture.collisions == [], sourceLocation: sourceLocation)
    Golden.expect(picture.svg, at: file, in: folder, sourceLocation: sourceLocation)
  }

  /// What stands between the two marks.
  static func place(of name: String, in document: String) -> Range<String.Index>? {
    guard let begin = document.range(of: "<!-- \(name): begin -->"),
      let end = document[begin.upperBound...].range(of: "<!-- \(name): end -->")
    else { return nil }
    return begin.upperBound..<end.lowerBound
  }
}
