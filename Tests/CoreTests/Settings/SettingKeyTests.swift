import Base
import Testing

@testable import Core

@Suite("Keys of the config")
struct SettingKeyTests {
  private static func parsed(_ key: SettingKey, as value: JSONValue) throws -> Settings {
    let inner: JSONValue = .object([key.name: value])
    let text = JSONWriter.text(key.parent.map { .object([$0: inner]) } ?? inner)
    var settings = try Settings.parse(Array(text.utf8), path: "config.json")
    settings.digest = ""
    return settings
  }

  /// The shown default of a key, as its value in a config file; nil where it is in words.
  private static func member(_ key: SettingKey) throws -> JSONValue? {
    guard key.standard.hasPrefix("`") else { return nil }
    let text = String(key.standard.dropFirst().dropLast())
    if case .time = key.kind, let time = Duration(parsing: text) { return .int(time.seconds) }
    return try JSONParser.parse(Array(text.utf8))
  }

  @Test("The default that is shown is the one that holds", arguments: SettingKey.all.map(\.path))
  func defaults(path: String) throws {
    let key = try #require(SettingKey.all.first { $0.path == path })
    guard let value = try Self.member(key) else { return }
    #expect(try Self.parsed(key, as: value) == Settings(), "\(path): \(key.standard)")
  }

  @Test("Every key is in the table once, and a file that sets it is read without a warning")
  func known() throws {
    #expect(Set(SettingKey.all.map(\.path)).count == SettingKey.all.count)
    var seen: [Settings] = []
    for key in SettingKey.all {
      let value: JSONValue =
        switch key.kind {
        case .text: "x"
        case .workerKind: "terminal"
        case .variables: ["X"]
        case .time, .count: 7
        case .dollars: .double(0.5)
        case .flag: true
        }
      let settings = try Self.parsed(key, as: value)
      #expect(settings.warnings == [])
      #expect(settings != Settings(), "\(key.path) is not read")
      #expect(!seen.contains(settings), "\(key.path) sets what another key sets")
      seen.append(settings)
    }
  }
}
