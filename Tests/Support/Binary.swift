internal import CSys
internal import Foundation

/// The built `looop`, as a stranger would run it.
public enum Binary {
  /// `LOOOP_BIN`, else beside the test bundle.
  public static let path: String = {
    if let named = ProcessInfo.processInfo.environment["LOOOP_BIN"], !named.isEmpty { return named }
    // The bundle is the process itself, or an argument of whoever loads it.
    let places = [Bundle.main.bundlePath] + CommandLine.arguments.filter { $0.contains("/") }
    for place in places.map({ URL(filePath: $0) }) {
      let candidate = place.deletingLastPathComponent().appending(path: "looop").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    fatalError("no built looop beside \(places); build it or name it with LOOOP_BIN")
  }()

  /// Runs `words` after the binary's name to the end.
  public static func run(
    _ words: [String], environment: [String: String], in folder: String,
    input: Running.Input = .none, within seconds: Double = Until.patience
  ) async throws -> Finished {
    try await start(words, environment: environment, in: folder, input: input)
      .finish(within: seconds)
  }

  public static func start(
    _ words: [String], environment: [String: String], in folder: String,
    input: Running.Input = .none
  ) throws -> Running {
    try Running.start([path] + words, environment: environment, in: folder, input: input)
  }
}
