internal import Foundation
public import Testing

/// The part of a document, between two marks, that is made from the code: compared with what the
/// code says, and renewed by `make record`.
public struct GeneratedText {
  private let path: String
  private let begin: String
  private let end: String

  public init(path: String, begin: String, end: String) {
    self.path = path
    self.begin = begin
    self.end = end
  }

  public func expect(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let document = try String(contentsOfFile: path, encoding: .utf8)
    let part = try #require(
      document.range(of: begin).flatMap { start in
        document[start.upperBound...].range(of: end).map { start.upperBound..<$0.lowerBound }
      }, "\(path) has no part between its marks", sourceLocation: sourceLocation)
    if Golden.isRecording {
      try document.replacingCharacters(in: part, with: text)
        .write(toFile: path, atomically: true, encoding: .utf8)
      return
    }
    #expect(document[part] == text, sourceLocation: sourceLocation)
  }
}
