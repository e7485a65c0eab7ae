/// What is kept of runs, so that the data dir stays small.
public struct Retention: Sendable {
  static let runsKept = 200
  static let bytesKept = 200 << 20

  private let directory: DataDirectory

  public init(directory: DataDirectory) { self.directory = directory }

  /// Removes the oldest run folders beyond 200 or 200 MB.
  public func tidyRuns() throws(LooopError) {
    var kept = 0
    var bytes = 0
    for name in (try Folder.names(in: directory.runs) ?? []).reversed() {
      let path = "\(directory.runs)/\(name)"
      kept += 1
      for file in try Folder.names(in: path) ?? [] {
        bytes += try FileFacts.of("\(path)/\(file)")?.size ?? 0
      }
      if kept > Self.runsKept || bytes > Self.bytesKept && kept > 1 { Folder.remove(path) }
    }
  }
}
